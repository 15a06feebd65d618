import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { sha256Of } from "../journal/digest";
import { journalFiles } from "../journal/files";
import { entriesOf } from "../journal/questions";
import { readJournal } from "../journal/read-journal";
import type { Release } from "../model/run-result";
import type { CanaryTimes } from "../model/schedule";
import { VERDICT_FILE } from "../reporting/verdict-file";
import { checkpointStates, type CheckpointState } from "./checkpoint-state";
import { phaseStates, type EndedRun, type PhaseState } from "./phase-state";

/** Whose runs are told of. */
export interface RunMetricsSubject {
  readonly environment: string;
  readonly isRehearsal: boolean;
  readonly release: Release;
  /** null: it is not known when the canary was rolled out, so nothing can be overdue, and an alert says so. */
  readonly canary: CanaryTimes | null;
}

/** What the metrics say of an environment's release at one moment: all of it from the journal, none from memory. */
export interface RunMetricsSnapshot {
  readonly subject: RunMetricsSubject;
  readonly phases: readonly PhaseState[];
  readonly checkpoints: readonly CheckpointState[];
  /** How long the checks of each phase's newest run took, in ms, by runbook item. */
  readonly itemDurationsMs: ReadonlyMap<EndedRun, ReadonlyMap<string, number>>;
  readonly damagedPlaces: number;
}

/**
 * Reads what the metrics say, of all phases, whichever process ran them.
 * @param folder of the environment's reports. @throws JournalError the journal is there, and cannot be read.
 */
export async function readSnapshot(folder: string, subject: RunMetricsSubject): Promise<RunMetricsSnapshot> {
  const { entries, problems } = await readJournal(folder);
  const own = entriesOf(entries, subject.release);
  const phases = phaseStates(own);
  const newest = phases.flatMap((state) => (state.newest === null ? [] : [state.newest]));
  const durations = await Promise.all(newest.map(async (run) => [run, await itemDurations(folder, run)] as const));
  return {
    subject,
    phases,
    checkpoints: checkpointStates(subject.canary?.checkpoints ?? [], own),
    itemDurationsMs: new Map(durations),
    damagedPlaces: problems.length,
  };
}

const verdictSchema = z.object({
  checks: z.array(z.object({ items: z.array(z.string()), durationMs: z.number().nonnegative() })),
});

/** By item, of the run's verdict.json as the journal vouches for it; of a file that is gone or was changed: none. */
async function itemDurations(folder: string, { runId, end }: EndedRun): Promise<ReadonlyMap<string, number>> {
  const durations = new Map<string, number>();
  const bytes = await readFile(join(journalFiles(folder).runs, runId, VERDICT_FILE)).catch(() => null);
  if (bytes === null || sha256Of(bytes) !== end.verdictSha256) return durations;
  for (const { items, durationMs } of verdictSchema.parse(JSON.parse(bytes.toString("utf8"))).checks) {
    for (const item of items) durations.set(item, (durations.get(item) ?? 0) + durationMs);
  }
  return durations;
}
