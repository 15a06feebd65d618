import { type Attachment, AttachmentContentEncoding, type Envelope } from "@cucumber/messages";
import { z } from "zod";
import type { Evidence } from "../model/evidence";
import type { Judgement } from "../model/judgement";
import { CAUSES } from "../model/outcome";
import type { Occurrence } from "../model/timeline";
import { occurrenceSchema } from "./occurrence-schema";

/** Media types of what a check's World attaches for the report; each body is JSON. */
export const ATTACHED = {
  judgement: "application/vnd.canary-runbook.judgement+json",
  evidence: "application/vnd.canary-runbook.evidence+json",
  note: "application/vnd.canary-runbook.note+json",
  occurrence: "application/vnd.canary-runbook.occurrence+json",
} as const;

/** What the World of one check attached, in its order. */
export interface Attached {
  readonly judgements: readonly Judgement[];
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
  /** What the check knows of when things happened in an incident. */
  readonly occurrences: readonly Occurrence[];
  /** How many of ours could not be read. */
  readonly unreadable: number;
}

const text = z.string();
const explanation = z.object({ what: text, where: text, why: text, fix: text });
const value = z.union([z.number(), text]).nullable();
const measurement = z.object({
  signal: text,
  value,
  unit: text,
  limit: value,
  comparison: z.enum(["equal", "below", "above", "at-most", "at-least", "within"]).nullable(),
  window: z.object({ start: text, end: text }).nullable(),
  samples: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number(), confidence: z.number() }).nullable(),
  source: text,
  query: text,
});
const judged = { summary: text, measurements: z.array(measurement) };
const judgement = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("passed"), ...judged }),
  z.object({ outcome: z.literal("failed"), ...judged, problems: z.array(explanation) }),
  z.object({ outcome: z.literal("inconclusive"), ...judged, cause: z.enum(CAUSES), problems: z.array(explanation) }),
]);
const evidence = z.object({ path: text, sha256: text, mediaType: text, title: text });
const note = z.object({ text });

/** Reads what the World attached; an attachment of another media type is nobody's. */
export function readAttached(events: readonly Envelope[]): Attached {
  const attachments = events.flatMap(({ attachment }) => (attachment === undefined ? [] : [attachment]));
  const judgements = read(attachments, ATTACHED.judgement, judgement);
  const evidences = read(attachments, ATTACHED.evidence, evidence);
  const notes = read(attachments, ATTACHED.note, note);
  const occurrences = read(attachments, ATTACHED.occurrence, occurrenceSchema);
  return {
    judgements: judgements.read,
    evidence: evidences.read,
    notes: notes.read.map((one) => one.text),
    occurrences: occurrences.read,
    unreadable: judgements.unreadable + evidences.unreadable + notes.unreadable + occurrences.unreadable,
  };
}

function read<T>(
  attachments: readonly Attachment[],
  mediaType: string,
  schema: z.ZodType<T>,
): { read: T[]; unreadable: number } {
  const parsed = attachments.filter((one) => one.mediaType === mediaType).map((one) => schema.safeParse(jsonOf(one)));
  const fits = parsed.flatMap((one) => (one.success ? [one.data] : []));
  return { read: fits, unreadable: parsed.length - fits.length };
}

function jsonOf({ body, contentEncoding }: Attachment): unknown {
  try {
    return JSON.parse(
      contentEncoding === AttachmentContentEncoding.BASE64 ? Buffer.from(body, "base64").toString("utf8") : body,
    );
  } catch {
    return undefined;
  }
}
