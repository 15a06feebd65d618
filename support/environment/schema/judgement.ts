import { z } from "zod";
import { reportFault } from "./context";

/** How shares of requests are held against their limits. */
export function judgementSchema() {
  return z
    .strictObject({
      method: z
        .enum(["exact", "plain"])
        .default("exact")
        .describe(
          "exact: by Clopper-Pearson bounds, so that few requests prove nothing; plain: the observed share alone, which the report then says.",
        ),
      confidence: z
        .number()
        .min(0.8)
        .max(0.9999)
        .default(0.95)
        .describe("Confidence of each bound, one-sided; 0.95 in the runbook's limits."),
      minimumRequests: z
        .int()
        .min(1)
        .default(600)
        .describe("plain only: with fewer requests than this a share is inconclusive."),
    })
    .describe("How shares of requests (error rate, slow requests, availability) are held against their limits.");
}

/** When the canary is looked at; the runbook's own times by default. */
export function scheduleSchema() {
  const hours = (phase: string, defaults: number[]) =>
    z
      .strictObject({
        hours: z.array(z.number().positive().max(720)).min(1).default(defaults).describe("Hours after the roll-out."),
      })
      .prefault({})
      .describe(`The checkpoints of ${phase}.`);
  return z
    .strictObject({
      day4: z
        .strictObject({
          firstMinutes: z.number().positive().max(1440).default(15).describe("First checkpoint after the roll-out."),
          everyMinutes: z.number().positive().max(1440).default(30).describe("From one checkpoint to the next."),
          checkpoints: z.int().min(1).max(500).default(4).describe("How many there are."),
        })
        .prefault({})
        .describe("The checkpoints of Day 4."),
      day5to6: hours("Days 5 and 6", [18, 22, 26, 42]),
      day7: hours("Day 7", [72]),
      ...aroundTheWindow(),
    })
    .describe("When the canary is looked at, counted from the roll-out; by default the runbook's times.");
}

/** What is carried out before the roll-out and after the last checkpoint, and how people read the times. */
function aroundTheWindow() {
  return {
    preflight: z
      .strictObject({
        hoursBefore: z
          .array(z.number().positive().max(168))
          .min(1)
          .default([24])
          .describe("Hours before the roll-out; the runbook names the day before, and no hour."),
      })
      .prefault({})
      .describe("When Day 3 is carried out."),
    preparation: z
      .strictObject({
        minutesBefore: z
          .array(z.number().positive().max(1440))
          .min(1)
          .default([60, 30])
          .describe("Minutes before the roll-out: the meeting at 13:00, and the announcements at 13:30."),
      })
      .prefault({})
      .describe("When Day 4 before the roll-out is carried out."),
    decision: z
      .strictObject({
        minutesAfter: z
          .number()
          .positive()
          .max(10_080)
          .default(30)
          .describe("Minutes after the last checkpoint; the runbook names no time."),
      })
      .prefault({})
      .describe("When people decide."),
    timeZone: timeZoneSchema(),
  };
}

function timeZoneSchema() {
  return z
    .string()
    .default("Etc/UTC")
    .describe('IANA time zone in which people read the schedule, "Asia/Seoul". Everything is reckoned in UTC.')
    .superRefine((name, refinement) => {
      if (isTimeZone(name)) return;
      reportFault(refinement, {
        what: `"${name}" is no time zone that is known here`,
        fix: 'write its IANA name, such as "Asia/Seoul" or "Etc/UTC"',
      });
    });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
