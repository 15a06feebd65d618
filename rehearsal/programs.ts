import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where Debian puts servers; not on every user's PATH. */
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Debian's own Python: the one that its python3-* packages belong to, whatever stands first on the PATH. */
export const PYTHON = "/usr/bin/python3";

/** The path of the first of these programs that can be run, on the PATH or in the system's folders. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = [
    ...(process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
    ...SYSTEM_FOLDERS,
  ];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
