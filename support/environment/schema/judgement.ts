import { z } from "zod";

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
    })
    .describe("When the canary is looked at, counted from the roll-out; by default the runbook's times.");
}
