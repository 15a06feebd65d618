import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import type { Timeline } from "../../support/model/timeline";
import { type ProgressOptions, createProgress } from "../../support/reporting/progress";
import { EACH_OUTCOME, checkOf, runOf } from "./run-results";
import { timelineLines } from "../../support/reporting/timeline-text";
import { INCIDENT } from "./timelines";

/** A stream that keeps what is written to it. */
function screen(): { stream: Writable; text: () => string } {
  let written = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, { columns: 100, rows: 40, isTTY: true }), text: () => written };
}

const one = { id: "D3-T1", scenario: "all unit tests pass" };
const two = { id: "D3-T2", scenario: "::error::all <b>integration</b> tests pass" };

function show(options: Partial<ProgressOptions>, timeline: Timeline | null = null): string {
  const { stream, text } = screen();
  let now = 0;
  const progress = createProgress({
    stream,
    isTerminal: false,
    hasColours: false,
    redact: (from) => from.replaceAll("secret-token", "[redacted:TOKEN]"),
    now: () => now,
    language: "en",
    ...options,
  });
  progress.planned([one, two]);
  progress.started(one);
  progress.started(two);
  now = 2500;
  progress.ended(one, checkOf());
  progress.ended(
    two,
    checkOf({ outcome: "inconclusive", cause: "unreachable", summary: "no\n::warning::secret-token" }),
  );
  progress.finished(runOf(EACH_OUTCOME, { reasons: ["D3-T2: secret-token", "::error::x"], timeline }), [
    "reports/index.html",
  ]);
  return text();
}

describe("progress in a log", () => {
  const text = show({});

  test("is a line at the start, one when a check ends, and the verdict with its reasons and files", () => {
    assert.equal(
      text,
      [
        "2 checks",
        "✓ D3-T1 all unit tests pass 1.5 s",
        "? D3-T2 : :error::all <b>integration</b> tests pass 1.5 s – inconclusive (unreachable): no : :warning::[redacted:TOKEN]",
        "",
        "NO-GO  preflight, rehearsal – a rehearsal, not production evidence",
        "  1 passed, 1 failed, 1 inconclusive, 1 not run",
        "  - D3-T2: [redacted:TOKEN]",
        "  - : :error::x",
        "  reports/index.html",
        "",
      ].join("\n"),
    );
  });

  test("has no line that a CI system takes for a command", () => assert.doesNotMatch(text, /^\s*::/m));
});

describe("progress of a run with an incident", () => {
  test("has its timeline below the verdict's reasons, in its columns", () => {
    const shown = ["  - : :error::x", "", ...timelineLines(INCIDENT, "en"), "", "  reports/index.html"].join("\n");
    assert.ok(show({}, INCIDENT).includes(shown));
  });
});

describe("progress on a terminal", () => {
  const text = show({ isTerminal: true, hasColours: true });

  test("is redrawn in place, with every check and how long it has run", () => {
    assert.ok(text.includes("\u001b[2K") || text.includes("\u001b[1A"), "nothing is redrawn");
    const plain = stripVTControlCharacters(text);
    assert.match(plain, /· D3-T1 all unit tests pass/);
    assert.match(plain, /… D3-T1 all unit tests pass 0\.0 s/);
    assert.match(plain, /✓ D3-T1 all unit tests pass 1\.5 s/);
    assert.match(plain, /… D3-T2 .* 2\.5 s/);
  });

  test("ends with the verdict in its colour", () => assert.ok(text.includes("\u001b[31m\u001b[1mNO-GO")));
});
