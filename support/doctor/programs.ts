import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** Path of a command's program as the system finds it from that folder; undefined: it is not there. */
export function findCommand(program: string, folder: string): string | undefined {
  if (program.includes("/")) return [resolve(folder, program)].find(isProgram);
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((entry) => entry !== "");
  return folders.map((entry) => join(entry, program)).find(isProgram);
}

/** Whether there is such a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
