import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { expect } from "chai";
import { ERROR_RATE_ITEMS, watchForIncident } from "../../../support/judgement/incident/watch-for-incident";
import { readRunbook } from "../../../support/environment/runbook";
import type { CheckResult } from "../../../support/model/check-result";
import type { Measurement } from "../../../support/model/measurement";
import { CANARY_PHASES } from "../../../support/model/schedule";
import { checkOf } from "../../reporting/run-results";

const WINDOW = { start: "2026-01-01T14:15:00.000Z", end: "2026-01-01T14:45:00.000Z" };

/** A measured error rate of the canary; `high`: its upper bound. */
function rate(value: Measurement["value"], high = 0.1, of: Partial<Measurement> = {}): Measurement {
  return {
    signal: "error rate",
    value,
    unit: "percent",
    limit: 0.5,
    comparison: "below",
    window: WINDOW,
    samples: 10_000,
    interval: value === null ? null : { low: 0, high, confidence: 0.95 },
    source: "Prometheus",
    query: "errors ÷ requests",
    ...of,
  };
}

function check(measurements: readonly Measurement[], of: Partial<CheckResult> = {}): CheckResult {
  return checkOf({ items: ["D4-1"], scenario: "The error rate", tags: ["@phase:day4"], measurements, ...of });
}

const seen = "D4-1 (The error rate): the error rate is 3.00 % from 2026-01-01 14:15 to 14:45 UTC, above 1 %.";

describe("a scheduled run that watches for an incident", () => {
  const cases: readonly (readonly [string, readonly CheckResult[], string, readonly string[]])[] = [
    [
      "needs none where every error rate is known and low",
      [check([rate(0.02)]), check([rate(0.9, 0.99)])],
      "not-needed",
      [],
    ],
    ["needs none at exactly 1 %, which is not above it", [check([rate(1, 1)])], "not-needed", []],
    ["begins it where one rate is above 1 %", [check([rate(0.02)]), check([rate(3, 3.3)])], "begun", [seen]],
    ["begins it also where that is not proven", [check([rate(3, 20)], { outcome: "inconclusive" })], "begun", [seen]],
    [
      "begins it for a slice of the window",
      [check([rate(5, 6, { signal: "error rate in the worst slice" }), rate(0.2)])],
      "begun",
      [
        "D4-1 (The error rate): the error rate in the worst slice is 5.00 % from 2026-01-01 14:15 to 14:45 UTC, above 1 %.",
      ],
    ],
    [
      "says so where a rate is just above it",
      [check([rate(1.0001, 1.2)])],
      "begun",
      ["D4-1 (The error rate): the error rate is 1.0001 % from 2026-01-01 14:15 to 14:45 UTC, above 1 %."],
    ],
    [
      "is none, and not the absence of one, where a rate is not known",
      [check([rate(null)]), check([rate(0.02)])],
      "not-known",
      ["D4-1 (The error rate): the error rate from 2026-01-01 14:15 to 14:45 UTC is not known."],
    ],
    [
      "does not take NaN for a rate",
      [check([rate(Number.NaN)])],
      "not-known",
      ["D4-1 (The error rate): the error rate from 2026-01-01 14:15 to 14:45 UTC is not known."],
    ],
    [
      "does not take a text for a rate",
      [check([rate("3")])],
      "not-known",
      ["D4-1 (The error rate): the error rate from 2026-01-01 14:15 to 14:45 UTC is not known."],
    ],
    [
      "does not know where the bounds leave room for more than 1 %",
      [check([rate(0, 2.95)])],
      "not-known",
      [
        "D4-1 (The error rate): the error rate from 2026-01-01 14:15 to 14:45 UTC is 0.00 %, and may be up to 2.95 %: too few requests to know.",
      ],
    ],
    [
      "does not know where a check of the error rate has measured nothing, though another has",
      [check([], { outcome: "inconclusive", summary: "Prometheus gave no answer." }), check([rate(0.02)])],
      "not-known",
      ["D4-1 (The error rate): Prometheus gave no answer."],
    ],
    [
      "does not know where nothing was measured",
      [check([], { items: ["D4-3"] })],
      "not-known",
      ["No check has measured the canary's error rate."],
    ],
    ["does not know where there is no check", [], "not-known", ["No check has measured the canary's error rate."]],
    [
      "does not begin it for legacy's errors",
      [check([rate(0.02), rate(9, 9, { signal: "legacy's error rate" })])],
      "not-needed",
      [],
    ],
    [
      "does not begin it for another number above 1",
      [check([rate(0.02), rate(52, 60, { signal: "P95 response time", unit: "ms" })])],
      "not-needed",
      [],
    ],
    [
      "does not count what the incident's own checks measure",
      [check([rate(0.02)]), check([rate(9)], { items: ["INC-3"], tags: ["@phase:incident"] })],
      "not-needed",
      [],
    ],
  ];
  for (const [name, checks, state, because] of cases) {
    it(name, () => {
      expect(watchForIncident(checks)).to.deep.equal({ state, limitPercent: 1, because });
    });
  }

  it("knows an item that asks for the error rate in each canary phase", () => {
    const runbook = readRunbook(path.join(__dirname, "..", "..", "..", "features", "runbook.yaml"));
    const phases = ERROR_RATE_ITEMS.map((item) => runbook.find(({ id }) => id === item)?.phase);
    expect(phases).to.deep.equal([...CANARY_PHASES]);
  });

  it("knows these signals by the names that the judgements give them", () => {
    for (const [file, signal] of [
      ["error-rate.ts", 'signal: "error rate"'],
      ["error-rate-slices.ts", 'signal = "error rate in the worst slice"'],
    ] as const) {
      expect(readFileSync(path.join(__dirname, "..", "..", "..", "support", "judgement", file), "utf8")).to.include(
        signal,
      );
    }
  });
});
