import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Systems } from "../../support/assembly";
import { ConfigurationError, InconclusiveError } from "../../support/errors";
import type { CheckContext } from "../../support/model/check-context";
import type { CacheState } from "../../support/model/readings/cache-state";
import { judgeAgain, type JudgedAgain } from "../../support/replay/judge-again";
import { limitLines, limitRows, unusedLimits } from "../../support/replay/limits-table";
import { samenessLines } from "../../support/replay/sameness";
import { readStoredRun } from "../../support/replay/stored-run";
import { message, page, server } from "../judgement/readings";
import { itemsOf, PROJECT_FOLDER, recordRun, SECRET } from "./record-run";

const base = mkdtempSync(path.join(tmpdir(), "replay-"));
after(() => rmSync(base, { recursive: true, force: true }));

const FEATURES = path.join(__dirname, "fixtures");
const SUPPORT = ["support/world.ts", "support/hooks.ts", "test/replay/fixtures/readings.steps.ts"];
const RUNBOOK = itemsOf([
  ...["D3-T1", "D3-T2", "D3-T3", "D3-T4", "D3-T5", "D3-T6"],
  ...["D3-I1", "D3-I2a", "D3-I2b", "D3-I3", "D3-I4"],
]);
const CODE = { featurePaths: [FEATURES], supportPaths: SUPPORT, cwd: PROJECT_FOLDER, runbook: RUNBOOK };

const answered: CacheState = {
  kind: "answered",
  where: `redis with ${SECRET}`,
  ping: "PONG",
  role: "master",
  isLoading: null,
  marker: "done",
  latencyMs: 45,
};

const unreachable = new InconclusiveError("unreachable", [
  { what: "No answer from 10.0.0.7.", where: "the database", why: "It is down.", fix: "Start it." },
  { what: "No answer from 10.0.0.8 either.", where: "its replica", why: "It is down too.", fix: "Start both." },
]);

/** How many questions the recorded systems were asked. */
let questions = 0;

/** A class, because clients may be classes with fields of their own. */
class Fleet {
  readonly okStatus = "ok";
  #asked = 0;
  async askAllHealth() {
    this.#asked += 1;
    questions += 1;
    return [{ ...server(), latencyMs: this.#asked }];
  }
}

function systems(context: CheckContext): Partial<Systems> {
  const fleet = new Fleet();
  return {
    cache: () => ({ askReadiness: async () => answered }),
    servers: () => fleet,
    paging: () => ({
      sendTestAlert: async (limitMs) =>
        page(limitMs === 20_000 ? { waitedMs: Number.POSITIVE_INFINITY, openedAfterMs: Number.NaN } : {}),
    }),
    database: () => ({ bringToNewestRevision: () => Promise.reject(unreachable) }),
    monitoring: () => ({
      readState: async () => {
        await sleep(1);
        throw new TypeError("cannot read the answer", { cause: new Error(`the body is cut off: ${SECRET}`) });
      },
    }),
    dashboard: () => ({ open: () => new Promise(() => undefined) }),
    chat: () => ({
      postTestMessage: async () => {
        context.undo.declare("delete the test message", () => Promise.reject(new Error("the chat is gone")));
        context.undo.declare("close the thread", () => Promise.resolve());
        return message();
      },
    }),
  };
}

/** Outcome and cause of each check, in order. */
function outcomes({ result }: JudgedAgain): string[] {
  return result.checks.map(({ items, outcome, cause }) => [...items, outcome, cause].filter(Boolean).join(" "));
}

const recorded = path.join(base, "recorded");

before(async () => {
  const options = { stepTimeoutMs: 1_000 };
  await recordRun({
    runFolder: recorded,
    features: FEATURES,
    supportPaths: SUPPORT,
    runbook: RUNBOOK,
    systems,
    options,
  });
});

function copyOf(name: string): string {
  const folder = path.join(base, name);
  cpSync(recorded, folder, { recursive: true });
  return folder;
}

function evidenceOf(folder: string, check: string, words: RegExp): string {
  const inside = path.join(folder, "evidence", check);
  return path.join(inside, readdirSync(inside).find((name) => words.test(name)) ?? "missing");
}

const readingsOf = (folder: string, check: string): string => evidenceOf(folder, check, /judging-it-again\.json$/);

/** The text that a thrown ConfigurationError shows. */
function refusalOf(folder: string): string {
  try {
    readStoredRun(folder);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.message;
  }
  return "not refused";
}

describe("a recorded run, judged again", () => {
  test("says the same in every field, and no system is asked", async () => {
    const asked = questions;
    const run = readStoredRun(recorded);
    const again = await judgeAgain(run, CODE);
    assert.deepEqual(again.differences, []);
    assert.deepEqual(samenessLines(run, again), ["The same verdict: INCONCLUSIVE, 11 checks alike."]);
    assert.equal(questions, asked);
  });

  test("has each kind of answer: given, infinite, refused, broken, late, and left behind", async () => {
    assert.deepEqual(outcomes(await judgeAgain(readStoredRun(recorded), CODE)), [
      "D3-T1 passed",
      "D3-T2 passed",
      "D3-T3 passed",
      "D3-T4 inconclusive unreachable",
      "D3-T5 inconclusive not-permitted",
      "D3-T6 inconclusive not-executed",
      "D3-I1 inconclusive not-executed",
      "D3-I2a inconclusive timed-out",
      "D3-I2b passed",
      "D3-I3 inconclusive not-executed",
      "D3-I4 passed",
    ]);
  });

  test("keeps the cause and every problem of what was thrown", async () => {
    const { result } = await judgeAgain(readStoredRun(recorded), CODE);
    const check = result.checks.find(({ items }) => items.includes("D3-T4"));
    assert.equal(check?.cause, "unreachable");
    assert.deepEqual(check?.problems, unreachable.problems);
  });

  test("has the same timeline, of what the systems said then", async () => {
    const run = readStoredRun(recorded);
    const { result, document } = await judgeAgain(run, CODE);
    assert.deepEqual(result.timeline?.events, [{ at: "1970-01-01T00:00:00.001Z", name: "decided", kind: "work" }]);
    assert.deepEqual(document["timeline"], run.document["timeline"]);
  });

  test("keeps no secret in what it wrote", () => {
    const files = readdirSync(recorded, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
    assert.ok(texts.some((text) => text.includes("[redacted:SECRET]")));
    assert.deepEqual(
      texts.filter((text) => text.includes(SECRET)),
      [],
    );
  });
});

describe("tampering", () => {
  test("a byte of the readings: the file and its check are named", () => {
    const folder = copyOf("byte");
    const file = readingsOf(folder, "D3-T1");
    writeFileSync(file, readFileSync(file, "utf8").replace('"latencyMs":45', '"latencyMs":44'));
    assert.match(
      refusalOf(folder),
      /evidence\/D3-T1\/\S+\.json \(D3-T1: What this check read.*: this evidence was changed/,
    );
  });

  test("readings that are missing, of two checks: both are named", () => {
    const folder = copyOf("missing");
    rmSync(readingsOf(folder, "D3-T1"));
    rmSync(readingsOf(folder, "D3-T2"));
    assert.match(
      refusalOf(folder),
      /\(D3-T1: .*: this evidence is missing\n(?:.*\n)*.*\(D3-T2: .*: this evidence is missing/,
    );
  });

  test("an outcome in verdict.json: the field is named with both values", async () => {
    const folder = copyOf("outcome");
    const file = path.join(folder, "verdict.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"outcome": "passed"', '"outcome": "failed"'));
    const run = readStoredRun(folder);
    assert.deepEqual(samenessLines(run, await judgeAgain(run, CODE)), [
      "The verdict is the same, INCONCLUSIVE, but not all that it says: 1 of 11 checks differ.",
      '  D3-T1: outcome: stored "failed", judged again "passed"',
    ]);
  });

  test("the verdict itself: both are named", async () => {
    const folder = copyOf("verdict");
    const file = path.join(folder, "verdict.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"verdict": "INCONCLUSIVE"', '"verdict": "GO"'));
    const run = readStoredRun(folder);
    const [first, second] = samenessLines(run, await judgeAgain(run, CODE));
    assert.match(first ?? "", /^Another verdict: GO is stored, and INCONCLUSIVE is what the stored answers give/);
    assert.equal(second, '  the run: verdict: stored "GO", judged again "INCONCLUSIVE"');
  });

  test("the inputs: every check's readings name their digest", () => {
    const folder = copyOf("inputs");
    const file = path.join(folder, "inputs.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("2.0.0", "2.0.1"));
    assert.match(
      refusalOf(folder),
      /\(D3-T1\): inputs\.json was changed: its SHA-256 is [0-9a-f]{64}, and was [0-9a-f]{64}/,
    );
  });

  test("a time of the timeline: the field is named with both values", async () => {
    const folder = copyOf("timeline");
    const file = path.join(folder, "verdict.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00.002Z"));
    const run = readStoredRun(folder);
    assert.equal(
      samenessLines(run, await judgeAgain(run, CODE))[1],
      '  the run: timeline.events[0].at: stored "1970-01-01T00:00:00.002Z", judged again "1970-01-01T00:00:00.001Z"',
    );
  });

  test("a path that leads out of the evidence", () => {
    const folder = copyOf("path");
    const file = path.join(folder, "verdict.json");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace('"path": "evidence/D3-T1/', '"path": "evidence/../../D3-T1/'),
    );
    assert.match(refusalOf(folder), /its path leads out of the run's evidence/);
  });

  for (const [what, file, content, says] of [
    [
      "no verdict.json",
      "verdict.json",
      null,
      /verdict\.json: it is missing: the run was ended before its verdict was written/,
    ],
    ["no inputs.json", "inputs.json", null, /inputs\.json: it is missing/],
    ["no run-events.json", "run-events.json", null, /run-events\.json: it is missing/],
    [
      "a verdict.json that is cut off",
      "verdict.json",
      '{"schemaVersion": 1, "runId"',
      /it is no verdict\.json of ours/,
    ],
    [
      "a verdict.json of another version",
      "verdict.json",
      '{"schemaVersion": 2}',
      /its schemaVersion is 2, and this version of canary-runbook reads 1/,
    ],
    [
      "inputs.json of another version",
      "inputs.json",
      '{"schemaVersion": 9}',
      /inputs\.json: it cannot be read: schemaVersion: /,
    ],
  ] as const) {
    test(`${what}: says so, and how to fix it`, () => {
      const folder = copyOf(what.replaceAll(/\W/g, "-"));
      if (content === null) rmSync(path.join(folder, file));
      else writeFileSync(path.join(folder, file), content);
      assert.match(refusalOf(folder), says);
      assert.match(refusalOf(folder), /\n {4}Fix: \S/);
    });
  }

  test("a folder that does not exist", () => {
    assert.match(refusalOf(path.join(base, "none")), /there is no such folder\n {4}Fix: name the folder of a run/);
  });
});

describe("other limits", () => {
  test("turn what they are given for, and nothing else", async () => {
    const run = readStoredRun(recorded);
    const limits = { "D3-T1": { P95: 40 }, "D3-I2b": { P95: 46 } };
    const again = await judgeAgain(run, { ...CODE, limits });
    assert.deepEqual(limitLines(run, again, limitRows(run, again, limits)), [
      "item    limit  then    now    outcome then  outcome now",
      "D3-T1   P95    100 ms  40 ms  passed        failed",
      "D3-I2b  P95    100 ms  46 ms  passed        passed",
      "",
      "Verdict: INCONCLUSIVE then, NO-GO by these limits.",
    ]);
    assert.equal(again.result.checks[0]?.summary, "45 ms, limit 40 ms");
  });

  test("that a check does not have are found out; those of a check that was not judged are only not asked for", async () => {
    const run = readStoredRun(recorded);
    const limits = { "D3-T2": { availability: 99 }, "D3-T4": { availability: 99 } };
    const again = await judgeAgain(run, { ...CODE, limits });
    assert.deepEqual(
      unusedLimits(limitRows(run, again, limits)).map(({ item, limit }) => `${item} ${limit}`),
      ["D3-T2 availability"],
    );
  });
});
