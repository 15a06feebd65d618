import { z } from "zod";
import type { JournalEntry, JournalFact, JournalKind } from "../model/journal-entry";
import { CAUSES, OUTCOMES } from "../model/outcome";
import { PHASES } from "../model/runbook";

/** The version of a line's shape; it grows when a reader of the old shape would misread the new one. */
export const JOURNAL_SCHEMA_VERSION = 1;

const text = z.string().min(1);
const textOrNull = text.nullable();
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/, "must be ISO 8601 in UTC");
const digest = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hex");
/** It names a folder: nothing that leads out of it. */
const runId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "must be the name of a run's folder");
const phase = z.enum(PHASES);
const verdict = z.enum(["GO", "NO-GO", "INCONCLUSIVE"]);
const count = z.number().int().nonnegative();
const question = z.strictObject({ about: text, message: textOrNull }).nullable().optional();

const frame = {
  schemaVersion: z.literal(JOURNAL_SCHEMA_VERSION),
  sequence: z.number().int().positive(),
  at: time,
  release: z.strictObject({ id: text, canaryVersion: text }),
};

/** `previous` stands last, where a shell finds it without reading JSON. */
function entry<Kind extends JournalKind, Fields extends z.ZodRawShape>(kind: Kind, fields: Fields) {
  return z.strictObject({ ...frame, kind: z.literal(kind), ...fields, previous: digest });
}

const schemas = {
  "run-started": entry("run-started", {
    runId,
    phase,
    evaluatedAt: time,
    startedBy: z.strictObject({ user: textOrNull, job: textOrNull }),
  }),
  "check-ended": entry("check-ended", {
    runId,
    items: z.array(text).min(1),
    outcome: z.enum(OUTCOMES),
    cause: z.enum(CAUSES).nullable(),
    summary: z.string(),
  }).refine(({ outcome, cause }) => (outcome === "inconclusive") === (cause !== null), {
    path: ["cause"],
    error: "must be given exactly when the outcome is inconclusive",
  }),
  "run-ended": entry("run-ended", {
    runId,
    phase,
    evaluatedAt: time,
    verdict,
    counts: z.strictObject({ passed: count, failed: count, inconclusive: count, notRun: count }),
    verdictSha256: digest,
    isLate: z.boolean(),
    isSound: z.boolean(),
  }),
  "sign-off": entry("sign-off", {
    item: text,
    name: text,
    role: text,
    answer: z.enum(["yes", "no", "withdrawn"]),
    note: textOrNull,
    link: textOrNull,
    expiresAt: time.nullable(),
    version: text,
    question,
  }),
  announcement: entry("announcement", {
    channel: text,
    purpose: text,
    messageId: text,
    permalink: textOrNull,
    textSha256: digest,
  }),
  "rollback-step": entry("rollback-step", {
    runId: runId.nullable(),
    step: text,
    outcome: z.enum(["begun", "done", "failed", "skipped"]),
    detail: z.string(),
  }),
  incident: entry("incident", {
    runId: runId.nullable(),
    stage: z.enum(["started", "diagnosed", "decided", "rolled-back", "resolved"]),
    recommendation: z.enum(["A", "B"]).nullable(),
    detail: z.string(),
    question,
  }),
  decision: entry("decision", { runId: runId.nullable(), verdict, decisionSha256: digest }),
  drill: entry("drill", {
    name: text,
    stage: z.enum(["started", "ended"]),
    outcome: z.enum(["passed", "failed", "inconclusive"]).nullable(),
    detail: z.string(),
  }),
  "checkpoint-missed": entry("checkpoint-missed", { phase, checkpointAt: time, detail: z.string() }),
  "torn-line": entry("torn-line", { file: text, bytes: count.positive(), sha256: digest }),
  "head-lost": entry("head-lost", { found: z.enum(["absent", "unreadable"]) }),
} satisfies { readonly [Kind in JournalKind]: z.ZodType<Extract<JournalEntry, { kind: Kind }>> };

const byKind = new Map<string, z.ZodType<JournalEntry>>(Object.entries(schemas));

/** All kinds of entries. */
export const JOURNAL_KINDS: readonly string[] = [...byKind.keys()];

/** What a line says, or why it says nothing. */
export type ParsedEntry =
  | { readonly kind: "entry"; readonly entry: JournalEntry }
  | { readonly kind: "unknown-kind" | "unreadable"; readonly why: string };

/** Holds a line's data, or what is to become a line, against the schema of its kind. */
export function parseEntry(data: unknown): ParsedEntry {
  const kind = fieldOf(data, "kind");
  const version = fieldOf(data, "schemaVersion");
  if (typeof version === "number" && version > JOURNAL_SCHEMA_VERSION)
    return {
      kind: "unreadable",
      why: `its schemaVersion is ${version}, and this program reads ${JOURNAL_SCHEMA_VERSION}`,
    };
  if (typeof kind !== "string") return { kind: "unreadable", why: 'it has no text "kind"' };
  const schema = byKind.get(kind);
  if (schema === undefined) return { kind: "unknown-kind", why: `its kind is "${kind}"` };
  const parsed = schema.safeParse(data);
  if (parsed.success) return { kind: "entry", entry: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the entry"}: ${message}`);
  return { kind: "unreadable", why: faults.join("; ") };
}

/** A field of data that may be no object at all. */
export function fieldOf(data: unknown, name: keyof JournalFact | "schemaVersion" | "sequence" | "previous"): unknown {
  return typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
}

/** The number of a line as its data say it; null: they say none. */
export function sequenceOf(data: unknown): number | null {
  const sequence = fieldOf(data, "sequence");
  return typeof sequence === "number" && Number.isSafeInteger(sequence) && sequence > 0 ? sequence : null;
}
