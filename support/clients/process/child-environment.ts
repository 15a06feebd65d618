const INHERITED = ["PATH", "HOME", "LANG", "TMPDIR"] as const;

/**
 * The environment variables of a child: of ours only what a program needs to be found and to speak its language, so
 * that no secret of the run reaches it by accident, and those that the environment file gives it.
 */
export function childEnvironment(configured: Readonly<Record<string, string>>): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) inherited[name] = value;
  }
  return { ...inherited, ...configured };
}
