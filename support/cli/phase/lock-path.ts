import { join } from "node:path";

/** The file of the lock of one environment and release. @param out folder of all reports. @param suffix tells locks apart. */
export function lockPath(out: string, environment: string, release: string, suffix = ""): string {
  return join(out, environment, `${release.replaceAll(/[^A-Za-z0-9._-]/g, "-")}${suffix}.lock`);
}
