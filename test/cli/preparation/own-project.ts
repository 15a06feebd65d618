import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { execa } from "execa";
import { PROJECT } from "../../../support/cli/phase/place";

/** A copy of the project with an environment file of its own: what a team has that runs the commands. */
export interface OwnProject {
  /** Folder of the environment's reports. */
  readonly reports: string;
  /** Starts a command as its npm script does; the process is the command's own. */
  start(command: string, ...options: readonly string[]): Started;
}

/** A command that goes on; it resolves when it has ended, whatever came of it. */
export interface Started extends Promise<{ readonly all: string; readonly exitCode?: number | undefined }> {
  kill(signal: NodeJS.Signals): boolean;
}

/** What of the project a command reads. */
const FOLDERS = ["support", "steps", "features", "rehearsal"] as const;
const FILES = ["package.json", "tsconfig.json", "cucumber.js"] as const;
const COMMAND_MS = 90_000;

/** Copies the project, with this environment file and these variables; all of it is taken away when the test ends. */
export function ownProject(
  t: Pick<TestContext, "after">,
  { name, file, variables }: { readonly name: string; readonly file: string; readonly variables: NodeJS.ProcessEnv },
): OwnProject {
  const project = mkdtempSync(join(tmpdir(), "own-project-"));
  t.after(() => rmSync(project, { recursive: true, force: true }));
  for (const entry of [...FOLDERS, ...FILES]) cpSync(join(PROJECT, entry), join(project, entry), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(project, "node_modules"));
  mkdirSync(join(project, "environments"));
  writeFileSync(join(project, "environments", `${name}.yaml`), file);
  return {
    reports: join(project, "reports", name),
    start: (command, ...options) => {
      const program = ["--require", "ts-node/register", join("support", "cli", `${command}.ts`)];
      const all = [...program, "--environment", name, "--no-html", ...options];
      const env = { ...process.env, ...variables };
      return execa(process.execPath, all, { cwd: project, env, reject: false, all: true, timeout: COMMAND_MS });
    },
  };
}
