import type { Environment } from "../environment/schema";
import { CHANGES, type Change } from "../environment/schema/release";
import { leftOut, ok, type Finding } from "./finding";

const WITHOUT: Readonly<Record<Change, string>> = {
  "database-upgrade": "D3-T5 only compares the revisions",
  "cache-marker": "D3-T6 ends inconclusive",
  "log-marker": "D3-I5 ends inconclusive",
  "slack-test-message": "D3-I6 ends inconclusive",
  "pagerduty-test-alert": "D3-I7 ends inconclusive",
  "app-start": "D3-T3 ends inconclusive",
  announcements: "D4-C1 to D4-C3 end inconclusive, and npm run watch tells nobody",
  "roll-back": "npm run incident -- --roll-back only says what it would do",
};

/** Which changes the checks may make here. */
export function examinePermits({ permits }: Environment): Finding {
  const missing = CHANGES.filter((change) => !permits.includes(change));
  if (missing.length === 0) return ok("permits", "every change that a check makes is permitted");
  return leftOut(
    "permits",
    `not permitted: ${missing.map((change) => `${change} (${WITHOUT[change]})`).join(", ")}`,
    "add to permits what may be changed there; each check undoes what it did",
  );
}
