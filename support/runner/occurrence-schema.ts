import { z } from "zod";
import type { AlertArrival, RollbackStep } from "../model/readings/incident";
import type { Occurrence } from "../model/timeline";

const text = z.string();

type RuleState = AlertArrival["rule"]["state"];
type StepName = RollbackStep["step"];

const RULE_STATES = {
  inactive: "inactive",
  pending: "pending",
  firing: "firing",
  unknown: "unknown",
} as const satisfies { readonly [State in RuleState]: State };

const STEPS = {
  asked: "asked",
  accepted: "accepted",
  "read-state": "read-state",
  "configured-zero": "configured-zero",
  "applied-zero": "applied-zero",
  "last-canary-answer": "last-canary-answer",
  "errors-below-limit": "errors-below-limit",
  announced: "announced",
} as const satisfies { readonly [Step in StepName]: Step };

const arrival = z.object({
  where: text,
  alertName: text,
  channel: text,
  firstBadAt: text.nullable(),
  rule: z.object({ state: z.enum(RULE_STATES), activeAt: text.nullable() }),
  notified: z.object({ startsAt: text, isSilenced: z.boolean() }).nullable(),
  message: z.object({ postedAt: text, permalink: text, text }).nullable(),
  lookedUntil: text,
});

const rollback = z.object({
  where: text,
  refusal: text.nullable(),
  idempotencyKey: text,
  steps: z.array(z.object({ step: z.enum(STEPS), at: text, isDone: z.boolean(), detail: text })),
  manualCommand: text,
});

const part = z.object({
  arrival: arrival.nullable(),
  diagnosis: z.object({ startedAt: text, finishedAt: text }).nullable(),
  decidedAt: text.nullable(),
  rollback: rollback.nullable(),
});

/** Reads a part of an incident's timeline: one reading at least, and none that the timeline does not know. */
export const occurrenceSchema: z.ZodType<Occurrence> = part
  .partial()
  .strict()
  .refine((one) => Object.keys(one).length > 0, "it says nothing");
