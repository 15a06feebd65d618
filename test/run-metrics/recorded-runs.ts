import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Of } from "../../support/journal/digest";
import { openJournal } from "../../support/journal/journal";
import { endOfRun, startOfRun } from "../../support/journal/run-facts";
import type { RunResult } from "../../support/model/run-result";
import { verdictFileOf } from "../../support/reporting/verdict-file";
import type { RunMetricsSubject } from "../../support/run-metrics/snapshot";
import { runOf } from "../reporting/run-results";

/** The release whose runs are told of: three checkpoints on Day 4. */
export const SUBJECT: RunMetricsSubject = {
  environment: "production",
  isRehearsal: false,
  release: { id: "r1", service: "phase4", canaryVersion: "2.0.0", legacyVersion: "1.9.0" },
  canary: {
    rolledOutAt: "2026-01-01T10:00:00.000Z",
    checkpoints: ["10:15", "10:45", "11:15"].map((time) => ({ phase: "day4", at: `2026-01-01T${time}:00.000Z` })),
  },
};

/** A run for the journal: its end is left out where it was broken off. */
export interface RecordedRun {
  readonly result: RunResult;
  readonly beganAt: string;
  readonly endedAt?: string;
  readonly isSound?: boolean;
}

/** A run of Day 4 that judged that time; `of` replaces its fields. */
export function day4Run(time: string, of: Partial<RunResult> = {}): RunResult {
  const evaluatedAt = `2026-01-01T${time}:00.000Z`;
  return runOf(of.checks ?? [], { phase: "day4", runId: runIdOf(time), evaluatedAt, environment: "production", ...of });
}

/** What the run is called that judges a time: "10:15". */
export function runIdOf(time: string): string {
  return `20260101T${time.replace(":", "")}00Z-day4-0a1b`;
}

/** Writes runs into the journal of a folder, with their verdict.json, as a run does. */
export async function record(folder: string, runs: readonly RecordedRun[]): Promise<void> {
  let now = new Date(0);
  const { id, canaryVersion } = SUBJECT.release;
  const options = { release: { id, canaryVersion }, redact: <T>(data: T) => data, now: () => now };
  const journal = await openJournal(folder, options);
  for (const { result, beganAt, endedAt, isSound = true } of runs) {
    now = new Date(beganAt);
    await journal.append(startOfRun(result, { user: null, job: null }));
    if (endedAt === undefined) continue;
    now = new Date(endedAt);
    const verdict = JSON.stringify(verdictFileOf(result));
    mkdirSync(join(folder, "runs", result.runId), { recursive: true });
    writeFileSync(join(folder, "runs", result.runId, "verdict.json"), verdict);
    for (const fact of endOfRun(result, { verdictSha256: sha256Of(verdict), isLate: false, isSound }))
      await journal.append(fact);
  }
}
