import { randomBytes } from "node:crypto";
import type { Phase } from "../../model/runbook";

/** The id of a new run: sorts by time, names its phase, and is unique: "20251021T140000Z-preflight-4f1c". */
export function newRunId(phase: Phase, startedAt: Date): string {
  const time = startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${time}-${phase}-${randomBytes(2).toString("hex")}`;
}
