import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import type { Envelope } from "@cucumber/messages";
import type { RunProgress } from "../../support/runner/run-checks";
import { written } from "../reporting/written";
import { runFixture } from "./run-fixture";

const base = mkdtempSync(path.join(tmpdir(), "sequel-"));
after(() => rmSync(base, { recursive: true, force: true }));

/** Runs the fixture, whose second check waits; the others' outcomes are told to `isDue`. */
async function run(name: string, isDue: (outcomes: readonly string[]) => boolean, signal?: AbortSignal) {
  const events: string[] = [];
  const runFolder = path.join(base, name, "runs", "run");
  const { run: result, report } = await runFixture({
    feature: "sequel",
    expected: ["D3-T1", "D3-T3"],
    runFolder,
    options: {
      ...(signal === undefined ? {} : { signal }),
      sequel: { tag: "@later", isDue: (results) => isDue(results.map(({ outcome }) => outcome)) },
      onProgress: (progress) => events.push(eventText(progress)),
    },
    reports: { isHtml: false },
  });
  const messages = readFileSync(path.join(runFolder, "messages.ndjson"), "utf8").trim().split("\n");
  return { result, report, events, messages: messages.map((line) => written<Envelope>(line)) };
}

function eventText(progress: RunProgress): string {
  return progress.kind === "planned"
    ? `planned ${progress.checks.map(({ id }) => id).join(" ")}`
    : `${progress.kind} ${progress.check.id}`;
}

/** How often each kind of message stands in the stream. */
function kinds(messages: readonly Envelope[]): Readonly<Record<string, number>> {
  const names = messages.flatMap((message) => Object.keys(message));
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));
}

describe("checks that wait for what others find", () => {
  test("begin when all others have ended, where these ask for them", async () => {
    const { result, report, events, messages } = await run("due", (outcomes) => outcomes.includes("failed"));
    const begun = events.indexOf("planned D3-T2");
    assert.deepEqual(events.slice(begun), ["planned D3-T2", "started D3-T2", "ended D3-T2"]);
    assert.deepEqual(events.slice(0, begun).sort(), [
      "ended D3-T1",
      "ended D3-T3",
      "planned D3-T1 D3-T3",
      "started D3-T1",
      "started D3-T3",
    ]);
    assert.deepEqual(
      result.checks.map(({ items, outcome }) => `${items.join()} ${outcome}`),
      ["D3-T1 failed", "D3-T3 passed", "D3-T2 passed"],
    );
    assert.deepEqual(report.runErrors, []);
    const { testRunStarted, testRunFinished, testCase, testCaseFinished, source, gherkinDocument } = kinds(messages);
    assert.deepEqual(
      [testRunStarted, testRunFinished, testCase, testCaseFinished, source, gherkinDocument],
      [1, 1, 3, 3, 1, 1],
    );
    assert.ok(messages.at(-1)?.testRunFinished !== undefined);
    const pickles = new Set(messages.flatMap(({ pickle }) => pickle?.id ?? []));
    for (const { testCase: one } of messages) if (one !== undefined) assert.ok(pickles.has(one.pickleId));
  });

  test("are no part of the run where these do not: they are not counted, planned or missing", async () => {
    const { result, events, messages } = await run("not-due", () => false);
    assert.deepEqual(
      result.checks.map(({ items }) => items.join()),
      ["D3-T1", "D3-T3"],
    );
    assert.ok(events.every((event) => !event.includes("D3-T2")));
    assert.equal(kinds(messages)["testCase"], 2);
  });

  test("were not run where the run was interrupted before their turn", async () => {
    const interrupt = new AbortController();
    const isDue = (): boolean => {
      interrupt.abort();
      return true;
    };
    const { result, report } = await run("interrupted", isDue, interrupt.signal);
    assert.deepEqual(
      result.checks.map(({ items, outcome }) => `${items.join()} ${outcome}`),
      ["D3-T1 failed", "D3-T3 passed", "D3-T2 not-run"],
    );
    assert.deepEqual(
      report.runErrors.map(({ kind }) => kind),
      ["interrupted"],
    );
  });
});
