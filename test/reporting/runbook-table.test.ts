import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Comparison, Measurement } from "../../support/model/measurement";
import type { Outcome } from "../../support/model/outcome";
import { tableRows, type TableRun } from "../../support/reporting/runbook-table";
import { tableHtml, tableLines } from "../../support/reporting/runbook-table-text";
import { shownGoal, shownValue } from "../../support/reporting/runbook-table-values";

const END = "2025-10-22T14:45:00.000Z";

/** A measurement of the window since the last checkpoint; `of` replaces its fields. */
function measured(
  signal: string,
  value: Measurement["value"],
  unit: string,
  of: Partial<Measurement> = {},
): Measurement {
  const window = { start: "2025-10-22T14:15:00.000Z", end: END };
  const none = { limit: null, comparison: null, samples: null, interval: null };
  return { signal, value, unit, ...none, window, source: "Prometheus", query: "", ...of };
}

const below = (limit: number): Partial<Measurement> => ({ limit, comparison: "below" });
const sinceRollOut = { window: { start: "2025-10-22T14:00:00.000Z", end: END } };

function check(item: string, measurements: readonly Measurement[], outcome: Outcome = "passed") {
  return { items: [item], outcome, measurements };
}

const RATE = measured("error rate", 0.0123, "percent", below(0.5));
const P95 = measured("P95 response time", 51.7, "ms", below(100));
const MEMORY = measured("memory", 1.3049, "GB");

function day4(...checks: TableRun["checks"]): TableRun {
  return { phase: "day4", evaluatedAt: END, checks };
}

const HEALTHY = [check("D4-1", [RATE]), check("D4-2", [P95]), check("D4-3", [MEMORY]), check("D4-4", [])];

describe("a line of Day 4", () => {
  const line = (...checks: TableRun["checks"]) => tableLines(tableRows(day4(...checks)), "en").at(-1);
  const rows: Readonly<Record<string, readonly [readonly TableRun["checks"][number][], string]>> = {
    "is the runbook's": [HEALTHY, "14:45       0.01 %      52 ms  1.3 GB  ✅"],
    "takes the window since the last checkpoint, whatever the order": [
      [
        check("D4-1", [
          measured("error rate", 0.3, "percent", sinceRollOut),
          RATE,
          measured("error rate", 0.2, "percent", sinceRollOut),
        ]),
        ...HEALTHY.slice(1),
      ],
      "14:45       0.01 %      52 ms  1.3 GB  ✅",
    ],
    "leaves out the incident's checks, whose window is another": [
      [
        ...HEALTHY,
        check("INC-0", [{ ...measured("error rate", 9, "percent"), window: { start: END, end: END } }], "failed"),
      ],
      "14:45       0.01 %      52 ms  1.3 GB  ✅",
    ],
    "takes no longer window where the last one has no value": [
      [
        check("D4-1", [measured("error rate", 0.3, "percent", sinceRollOut), { ...RATE, value: null }], "inconclusive"),
        ...HEALTHY.slice(1),
      ],
      "14:45       – ?         52 ms  1.3 GB  ?",
    ],
    "shows a dash and the check's outcome where a value is missing": [
      [
        HEALTHY[0] ?? check("D4-1", []),
        check("D4-2", [{ ...P95, value: null }], "failed"),
        check("D4-3", [], "not-run"),
      ],
      "14:45       0.01 %      – ❌   – ?     ❌",
    ],
    "is not well where a check passed without a value": [
      [...HEALTHY.slice(0, 2), check("D4-3", [{ ...MEMORY, value: Number.NaN }])],
      "14:45       0.01 %      52 ms  – ?     ?",
    ],
    "of a run without checks has no value and no tick": [[], "14:45       – ?         – ?  – ?     ?"],
    "is not well where a check without a column is not": [
      [...HEALTHY.slice(0, 3), check("D4-4", [], "failed")],
      "14:45       0.01 %      52 ms  1.3 GB  ❌",
    ],
  };
  for (const [sentence, [checks, expected]] of Object.entries(rows)) {
    test(sentence, () => assert.equal(line(...checks)?.replace(/ +/g, " "), expected.replace(/ +/g, " ")));
  }

  test("stands in columns beneath its headings, in both languages", () => {
    const rows = [
      ...tableRows({ ...day4(...HEALTHY), evaluatedAt: "2025-10-22T23:15:00+09:00" }),
      ...tableRows(day4(check("D4-1", [], "not-run"), ...HEALTHY.slice(1))),
    ];
    assert.deepEqual(tableLines(rows, "en"), [
      "Time (UTC)  Error rate  P95    Memory  State",
      "14:15       0.01 %      52 ms  1.3 GB  ✅",
      "14:45       – ?         52 ms  1.3 GB  ?",
    ]);
    assert.deepEqual(tableLines(rows, "ko"), [
      "시간 (UTC)  에러율  P95 시간  메모리  상태",
      "14:15       0.01 %  52 ms     1.3 GB  ✅",
      "14:45       – ?     52 ms     1.3 GB  ?",
    ]);
  });
});

describe("a line of Days 5–6", () => {
  test("shows the number of errors beside the rate", () => {
    const checks = [
      check("D56-1", [
        measured("error rate", 0.02, "percent"),
        measured("errors", 2, "errors"),
        measured("errors", 9, "errors", sinceRollOut),
      ]),
      check("D56-2", [measured("P95 response time", 56, "ms")]),
    ];
    const rows = tableRows({ phase: "day5-6", evaluatedAt: "2025-10-23T08:00:00Z", checks });
    assert.deepEqual(tableLines(rows, "en"), [
      "Time (UTC)   Error rate  P95    Errors  State",
      "10-23 08:00  0.02 %      56 ms  2       ✅",
    ]);
  });
});

describe("the table of Day 7", () => {
  const above = { limit: 99.95, comparison: "above" as const };
  const byRequests = measured("availability by requests", 99.98, "percent", above);
  const byTime = measured("availability by time", 100, "percent", above);
  const failures = measured("longest run of failed probes", 0, "probes", { limit: 0, comparison: "at-most" });
  const rows = (...checks: TableRun["checks"]) =>
    tableRows({ phase: "day7", evaluatedAt: "2025-10-25T14:00:00Z", checks });
  const rate = check("D7-1", [measured("error rate", 0.02, "percent", below(0.5))]);
  const p95 = check("D7-2", [measured("P95 response time", 58, "ms", below(100))]);

  test("has the runbook's four lines, both kinds of availability by their names", () => {
    const table = rows(rate, p95, check("D7-3", [byRequests, byTime]), check("D7-4", [failures]));
    assert.deepEqual(tableLines(table, "en"), [
      "Metric                Goal       Current                                State",
      "Error rate            < 0.5 %    0.02 %                                 ✅",
      "P95 response time     < 100 ms   58 ms                                  ✅",
      "Availability          > 99.95 %  99.98 % by requests, 100.00 % by time  ✅",
      "Consecutive failures  0          0                                      ✅",
    ]);
    assert.equal(tableLines(table, "ko")[3], "가용성        > 99.95 %  99.98 % (요청 기준), 100.00 % (시간 기준)  ✅");
  });

  test("gives each metric its own check's state, and those without a check none", () => {
    const table = rows(rate, { ...p95, outcome: "failed" }, check("D7-3", [byRequests], "inconclusive"));
    assert.deepEqual(
      tableLines(table, "en").map((line) => line.replace(/ {2,}/g, " | ")),
      [
        "Metric | Goal | Current | State",
        "Error rate | < 0.5 % | 0.02 % | ✅",
        "P95 response time | < 100 ms | 58 ms | ❌",
        "Availability | > 99.95 % | 99.98 % by requests | ?",
        "Consecutive failures | – | – ? | ?",
      ],
    );
  });
});

describe("rounding", () => {
  const shown = (value: Measurement["value"], limit: number | null, digits: number, unit = "percent") =>
    shownValue(measured("signal", value, unit, { limit, comparison: limit === null ? null : "below" }), digits);
  const rows: Readonly<Record<string, readonly [string, string]>> = {
    "keeps the runbook's decimals": [shown(0.0249, 0.5, 2), "0.02 %"],
    "shows what is just below a limit as below it": [shown(0.4996, 0.5, 2), "0.4996 %"],
    "shows what is just above it as above it": [shown(0.5004, 0.5, 2), "0.5004 %"],
    "shows what is at it as at it": [shown(0.5, 0.5, 2), "0.50 %"],
    "of an availability just below its goal": [shown(99.9499, 99.95, 2), "99.9499 %"],
    "of an availability at its goal": [shown(99.95, 99.95, 2), "99.95 %"],
    "of a P95 just below its limit": [shown(99.6, 100, 0, "ms"), "99.6 ms"],
    "of a P95 just above its limit": [shown(100.004, 100, 0, "ms"), "100.004 ms"],
    "goes no further than the judgements compare": [shown(100 + 1e-12, 100, 0, "ms"), "100 ms"],
    "knows no negative zero": [shown(-0.0001, null, 2), "0.00 %"],
    "of nothing is a dash": [shown(null, 0.5, 2), "–"],
    "of what is no number is a dash": [shown(Number.NaN, 0.5, 2) + shown(Number.POSITIVE_INFINITY, 0.5, 2), "––"],
    "leaves words as they are": [shown("above 1000", 100, 0, "ms") + shown(" ", 100, 0), "above 1000 ms–"],
  };
  for (const [sentence, [is, expected]] of Object.entries(rows)) test(sentence, () => assert.equal(is, expected));

  test("a goal says how the value is held against it, and none is a dash", () => {
    const goal = (limit: number | null, comparison: Comparison | null, unit: string) =>
      shownGoal(measured("signal", 0, unit, { limit, comparison }));
    assert.deepEqual(
      [
        goal(0.5, "below", "percent"),
        goal(0, "at-most", "probes"),
        goal(2, "at-most", "probes"),
        goal(null, null, "ms"),
      ],
      ["< 0.5 %", "0", "≤ 2", "–"],
    );
  });
});

describe("the table of a page", () => {
  test("has a caption, headings for columns and lines, and the state in words", () => {
    const page = tableHtml(tableRows(day4(...HEALTHY)), "ko")?.text.replace(/\s*\n\s*/g, "") ?? "";
    assert.match(page, /^<table class="runbook runbook-day4"><caption>Day 4 모니터링<\/caption>/);
    assert.equal(page.match(/<th scope="col">/g)?.length, 5);
    assert.match(page, /<tr class="passed"><th scope="row">14:45<\/th><td class="passed">0.01 %<\/td>/);
    assert.match(page, /<td class="passed"><span class="outcome">통과<\/span><\/td><\/tr><\/tbody><\/table>$/);
  });

  test("escapes what came from outside, and the terminal gets no control of it", () => {
    const value = "<script>\u001b[31m::error::";
    const rows = tableRows(day4(check("D4-1", [measured("error rate", value, "<b>")])));
    const page = tableHtml(rows, "en")?.text ?? "";
    assert.ok(page.includes("&lt;script&gt;") && !/<script|<b>/.test(page));
    assert.doesNotMatch(tableLines(rows, "en").join("\n"), /\u001b/);
  });

  test("is none for a phase that has no table in the runbook", () => {
    const rows = tableRows({ ...day4(...HEALTHY), phase: "preflight" });
    assert.deepEqual([rows, tableLines(rows, "en"), tableHtml(rows, "en")], [[], [], null]);
  });
});
