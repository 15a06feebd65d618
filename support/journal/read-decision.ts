import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { EntryOf, JournalEntry } from "../model/journal-entry";
import { sha256Of } from "./digest";

const text = z.string();

/** What is read of a decision.json, to say what has changed since. */
const schema = z.object({
  runId: text,
  decidedAt: text,
  verdict: z.enum(["GO", "NO-GO", "INCONCLUSIVE"]),
  criteria: z.array(
    z.object({
      id: text,
      outcome: text,
      fresh: z.array(z.object({ value: z.union([z.number(), text, z.null()]), unit: text })),
    }),
  ),
  checkpoints: z.array(
    z.object({
      phase: z.enum(["preflight", "preparation", "day4", "day5-6", "day7", "incident", "decision"]),
      at: text.nullable(),
      state: z.enum(["go", "no-go", "inconclusive", "damaged", "missing", "to-come"]),
    }),
  ),
  signOffs: z.array(z.object({ item: text, name: text, answer: text })),
});

/** A decision of the past, as its decision.json has it. */
export type RecordedDecision = z.infer<typeof schema>;

/** The newest decision among the entries; null: there is none, or its decision.json is gone or was changed. */
export async function readLastDecision(
  folder: string,
  entries: readonly JournalEntry[],
): Promise<RecordedDecision | null> {
  const last = entries.findLast((entry): entry is EntryOf<"decision"> => entry.kind === "decision");
  if (last === undefined || last.runId === null) return null;
  const content = await readFile(join(folder, "runs", last.runId, "decision.json")).catch(() => null);
  if (content === null || sha256Of(content) !== last.decisionSha256) return null;
  return schema.safeParse(JSON.parse(content.toString("utf8"))).data ?? null;
}
