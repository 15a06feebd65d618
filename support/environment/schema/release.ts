import { z } from "zod";
import { text, time } from "./fields";

/** What is released, and which versions stand side by side while it is. */
export function releaseSchema() {
  return z
    .strictObject({
      id: text('Name of the release, as people say it and as the journal keeps it: "phase4-2.0.0".'),
      service: text("Name of the service, as in the logs and metrics."),
      canaryVersion: text("Version that the canary answers with, as text in quotes."),
      legacyVersion: text("Version that is replaced, as text in quotes."),
      rolledOutAt: time(
        "When the canary got, or is to get, its first traffic, ISO 8601 with a zone; Day 4 to 7 count from it.",
      ).optional(),
    })
    .describe("What is released, and which versions stand side by side while it is.");
}

/** Every change to the outside that a check may make, by the name under which a team permits it. */
export const CHANGES = [
  "database-upgrade",
  "cache-marker",
  "log-marker",
  "slack-test-message",
  "pagerduty-test-alert",
  "app-start",
  "roll-back",
  "announcements",
] as const;

/** A change to the outside, by the name under which a team permits it. */
export type Change = (typeof CHANGES)[number];

/** The changes that checks may make here; what is not listed is never done. */
export function permitsSchema() {
  return z
    .array(z.enum(CHANGES))
    .default([])
    .describe(
      "Changes that checks may make here; a check whose change is not listed ends inconclusive: not-permitted.",
    );
}
