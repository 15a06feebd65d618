import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOut, ok, problem } from "../../support/doctor/finding";
import { formatFindings, formatSummary } from "../../support/doctor/table";

const FINDINGS = [
  ok("Node.js", "20.20.2"),
  problem("Slack", "it refused:\n::error::not_in_channel", "invite the bot"),
  leftOut("pagerduty", "D3-I7: inconclusive", "add it"),
];

test("each finding is a line with its fix below, and nothing from outside begins a line", () => {
  assert.equal(
    formatFindings(FINDINGS),
    [
      "  ok         Node.js    20.20.2",
      "  PROBLEM    Slack      it refused: : :error::not_in_channel",
      "             Fix: invite the bot",
      "  left out   pagerduty  D3-I7: inconclusive",
      "             Fix: add it",
    ].join("\n"),
  );
});

test("the summary counts the problems and says what a part left out means", () => {
  assert.equal(
    formatSummary(FINDINGS),
    "1 problem. 1 left out: what depends on it ends inconclusive, and then no run can end with GO.",
  );
  assert.equal(formatSummary([ok("Node.js", "20.20.2")]), "No problem was found.");
});
