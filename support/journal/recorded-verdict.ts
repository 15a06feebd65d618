import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { RecordedCheck } from "../model/readings/window-record";
import { OUTCOMES } from "../model/outcome";
import { sha256Of } from "./digest";

const text = z.string();
const shown = z.union([z.number(), z.string(), z.null()]);
const measurement = z.object({
  signal: text,
  value: shown,
  unit: text,
  limit: shown,
  comparison: z.enum(["equal", "below", "above", "at-most", "at-least", "within"]).nullable(),
  window: z.object({ start: text, end: text }).nullable(),
  samples: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number(), confidence: z.number() }).nullable(),
  source: text,
  query: text,
});

/** What is read of a verdict.json: what its checks found. */
const schema = z.object({
  checks: z.array(
    z.object({
      items: z.array(text),
      outcome: z.enum(OUTCOMES),
      summary: text,
      measurements: z.array(measurement),
    }),
  ),
});

/** The checks of a recorded run; a sentence where they cannot be relied on. */
export type RecordedChecks =
  | { readonly checks: readonly RecordedCheck[]; readonly problem: null }
  | { readonly checks: readonly []; readonly problem: string };

/**
 * The checks of a run, from its verdict.json, which must be the one that the journal has the digest of.
 * @param folder of the environment's reports.
 */
export async function readRecordedChecks(folder: string, runId: string, sha256: string): Promise<RecordedChecks> {
  const path = join("runs", runId, "verdict.json");
  const none = (problem: string): RecordedChecks => ({ checks: [], problem });
  const content = await readFile(join(folder, path)).catch(() => null);
  if (content === null) return none(`${path} is gone, or cannot be read`);
  const found = sha256Of(content);
  if (found !== sha256) return none(`${path} was changed: its SHA-256 is ${found}`);
  const read = schema.safeParse(jsonOf(content));
  return read.success
    ? { checks: read.data.checks, problem: null }
    : none(`${path} is no verdict.json that can be read`);
}

function jsonOf(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8"));
  } catch {
    return null;
  }
}
