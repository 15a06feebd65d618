import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** One file of the features, as it was. */
export interface FileDigest {
  /** Relative to the folder of the features, with "/". */
  readonly path: string;
  readonly sha256: string;
}

/** SHA-256 in lower-case hex. */
export function sha256Of(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The digests of all features and of the runbook's table of contents, by path. */
export function featureDigests(folder: string): FileDigest[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".feature") || file.endsWith(".yaml"))
    .map((file) => ({ path: file.split(path.sep).join("/"), sha256: sha256Of(readFileSync(path.join(folder, file))) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** A sentence for each file that is not as it was. */
export function changedFeatures(then: readonly FileDigest[], now: readonly FileDigest[]): string[] {
  const changed = then.flatMap((file) => {
    const present = now.find((one) => one.path === file.path);
    if (present === undefined) return [`${file.path} is gone.`];
    return present.sha256 === file.sha256 ? [] : [`${file.path} has changed.`];
  });
  const added = now.filter((file) => !then.some((one) => one.path === file.path)).map((file) => `${file.path} is new.`);
  return [...changed, ...added];
}
