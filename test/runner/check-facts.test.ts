import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AttachmentContentEncoding, type Envelope, TestStepResultStatus as Status } from "@cucumber/messages";
import type { Judgement } from "../../support/model/judgement";
import { ATTACHED } from "../../support/runner/attached";
import { FACTS, type Fact, WORST_FIRST } from "../../support/runner/check-facts";
import { checkResult } from "../../support/runner/check-results";
import { type Beside, factsOfCheck } from "../../support/runner/facts-of-check";
import type { PlannedCheck } from "../../support/runner/planned-check";

const TIME = { seconds: 1_700_000_000, nanos: 0 };
const NOTHING: Beside = { strayErrors: [], brokenOff: [] };

const planned: PlannedCheck = {
  id: "D3-T1",
  items: ["D3-T1"],
  feature: "A feature",
  featureFile: "features/a.feature",
  description: "",
  scenario: "a scenario",
  line: 3,
  tags: ["@runbook:D3-T1"],
  exclusive: [],
  needs: [],
  pickleId: "pickle",
  steps: new Map([
    ["first", "When it is asked"],
    ["second", "Then it answers"],
  ]),
};

/** How a hook or step ended: its status, and the class of what it threw. */
type End = readonly [status: Status, errorType?: string];

/** What the messages of a check say; by default all steps pass and the answer is judged right. */
interface Story {
  readonly before?: End;
  readonly second?: End;
  readonly after?: End;
  readonly attached?: readonly (readonly [mediaType: string, body: unknown])[];
  readonly isStarted?: boolean;
  readonly isFinished?: boolean;
  readonly hasSteps?: boolean;
  readonly beside?: Beside;
}

const right: Judgement = { outcome: "passed", summary: "62 passed", measurements: [] };
const problem = { what: "It is wrong.", where: "there", why: "Because.", fix: "Mend it." };
const wrong: Judgement = { outcome: "failed", summary: "61 passed", measurements: [], problems: [problem] };
const unknown: Judgement = {
  outcome: "inconclusive",
  cause: "no-data",
  summary: "?",
  measurements: [],
  problems: [problem],
};
const judged = (...judgements: Judgement[]) => judgements.map((body) => [ATTACHED.judgement, body] as const);

function tell(story: Story) {
  const {
    before,
    second = [Status.PASSED],
    after,
    attached = judged(right),
    isStarted = true,
    isFinished = true,
    hasSteps = true,
  } = story;
  const check = hasSteps ? planned : { ...planned, steps: new Map<string, string>() };
  const ends: [string, { hookId?: string; pickleStepId?: string }, End][] = [
    ...(before === undefined ? [] : [["b", { hookId: "hook" }, before] satisfies [string, object, End]]),
    ...(hasSteps ? [["1", { pickleStepId: "first" }, [Status.PASSED]] satisfies [string, object, End]] : []),
    ...(hasSteps ? [["2", { pickleStepId: "second" }, second] satisfies [string, object, End]] : []),
    ...(after === undefined ? [] : [["a", { hookId: "hook" }, after] satisfies [string, object, End]]),
  ];
  const events: Envelope[] = [
    { testCase: { id: "case", pickleId: "pickle", testSteps: ends.map(([id, of]) => ({ id, ...of })) } },
    { testCaseStarted: { id: "attempt", attempt: 0, testCaseId: "case", timestamp: TIME } },
    ...ends.map(([testStepId, , [status, type]]): Envelope => ({
      testStepFinished: {
        testCaseStartedId: "attempt",
        testStepId,
        timestamp: TIME,
        testStepResult: {
          status,
          duration: TIME,
          ...(type === undefined ? {} : { message: "stack", exception: { type, message: "message" } }),
        },
      },
    })),
    ...attached.map(([mediaType, body]): Envelope => ({
      attachment: {
        body: JSON.stringify(body),
        contentEncoding: AttachmentContentEncoding.IDENTITY,
        mediaType,
        testCaseStartedId: "attempt",
      },
    })),
    { testCaseFinished: { testCaseStartedId: "attempt", timestamp: TIME, willBeRetried: false } },
  ];
  const shown = isStarted ? (isFinished ? events : events.slice(0, -1)) : [];
  const beside = story.beside ?? NOTHING;
  return {
    facts: factsOfCheck(check, shown, beside).map(({ fact }) => fact),
    result: checkResult(check, shown, beside),
  };
}

const failed = (type: string): End => [Status.FAILED, type];
const stray: Beside = { strayErrors: [{ checkId: "D3-T1", type: "Error", message: "late" }], brokenOff: [] };

/** For each fact: messages that state it and nothing else, and what becomes of the check. */
const ROWS: Readonly<Record<Fact, { story: Story; becomes: string }>> = {
  "all steps passed and a judgement said passed": { story: {}, becomes: "passed" },
  "a step threw CheckFailedError or an AssertionError": {
    story: { second: failed("CheckFailedError") },
    becomes: "failed",
  },
  "a judgement said failed": { story: { attached: judged(right, wrong) }, becomes: "failed" },
  "a step or hook threw InconclusiveError": {
    story: { second: failed("InconclusiveError"), attached: [] },
    becomes: "inconclusive not-executed",
  },
  "a judgement said inconclusive": { story: { attached: judged(unknown) }, becomes: "inconclusive no-data" },
  "a step or hook was not done at its deadline": {
    story: { second: failed("StepDeadlineError") },
    becomes: "inconclusive timed-out",
  },
  "a step threw another error": { story: { second: failed("TypeError") }, becomes: "inconclusive not-executed" },
  "a Before hook threw": { story: { before: failed("Error") }, becomes: "not-run" },
  "an After hook threw": { story: { after: failed("CheckFailedError") }, becomes: "inconclusive not-executed" },
  "an error of the check reached nobody": { story: { beside: stray }, becomes: "inconclusive not-executed" },
  "an attachment of the check cannot be read": {
    story: { attached: [...judged(right), [ATTACHED.evidence, { path: 1 }]] },
    becomes: "inconclusive not-executed",
  },
  "all steps passed, but nothing was judged": { story: { attached: [] }, becomes: "inconclusive not-executed" },
  "a step has no definition": { story: { second: [Status.UNDEFINED] }, becomes: "not-run" },
  "a step matches several definitions": { story: { second: [Status.AMBIGUOUS] }, becomes: "not-run" },
  "a step is pending": { story: { second: [Status.PENDING] }, becomes: "not-run" },
  "a step or hook was skipped": { story: { second: [Status.SKIPPED] }, becomes: "not-run" },
  "a step has no known result": { story: { second: [Status.UNKNOWN] }, becomes: "not-run" },
  "the scenario has no steps": { story: { hasSteps: false }, becomes: "not-run" },
  "the check was not started": { story: { isStarted: false }, becomes: "not-run" },
  "the check did not come to its end": { story: { isFinished: false }, becomes: "not-run" },
};

function outcomeOf(story: Story): string {
  const { outcome, cause } = tell(story).result;
  return cause === null ? outcome : `${outcome} ${cause}`;
}

describe("each fact alone decides the check", () => {
  for (const [fact, { story, becomes }] of Object.entries(ROWS)) {
    test(`${fact} → ${becomes}`, () => {
      assert.deepEqual(tell(story).facts, [fact]);
      assert.equal(outcomeOf(story), becomes);
    });
  }

  test("the table has a row for each fact and nothing else", () => {
    assert.deepEqual(Object.keys(ROWS).sort(), Object.keys(FACTS).sort());
  });

  test("only one fact is a pass", () => {
    assert.deepEqual(
      Object.entries(FACTS).flatMap(([fact, row]) => (row.outcome === "passed" ? [fact] : [])),
      ["all steps passed and a judgement said passed"],
    );
  });
});

describe("of two facts the worse one decides", () => {
  const combined: readonly (readonly [string, Story, string])[] = [
    ["failed, then an After hook threw", { second: failed("AssertionError"), after: failed("Error") }, "failed"],
    ["failed, and a stray error", { second: failed("CheckFailedError"), beside: stray }, "failed"],
    ["failed, but cut off", { second: failed("CheckFailedError"), isFinished: false }, "failed"],
    [
      "inconclusive, then an After hook threw",
      { second: failed("InconclusiveError"), attached: judged(unknown), after: failed("Error") },
      "inconclusive no-data",
    ],
    [
      "a Before hook threw, then an After hook",
      { before: failed("Error"), after: failed("Error") },
      "inconclusive not-executed",
    ],
    [
      "a Before hook was inconclusive, steps skipped",
      { before: failed("InconclusiveError"), second: [Status.SKIPPED], attached: judged(unknown) },
      "inconclusive no-data",
    ],
    ["undefined step, and a stray error", { second: [Status.UNDEFINED], beside: stray }, "inconclusive not-executed"],
    ["passed by one judgement, unknown by another", { attached: judged(right, unknown) }, "inconclusive no-data"],
    ["unknown by one judgement, failed by another", { attached: judged(unknown, wrong) }, "failed"],
    [
      "all passed, but the runner broke off",
      { beside: { strayErrors: [], brokenOff: [{ checkId: "D3-T1", message: "AfterAll" }] } },
      "not-run",
    ],
  ];
  for (const [name, story, becomes] of combined)
    test(`${name} → ${becomes}`, () => assert.equal(outcomeOf(story), becomes));

  test("the order is failed, inconclusive, not-run, passed", () => {
    assert.deepEqual(WORST_FIRST, ["failed", "inconclusive", "not-run", "passed"]);
  });
});

describe("a result tells", () => {
  test("the judgement's problem, and not the same again from the error that the step threw", () => {
    const { result } = tell({ second: failed("CheckFailedError"), attached: judged(wrong) });
    assert.equal(result.summary, "61 passed");
    assert.deepEqual(result.problems, [problem]);
  });

  test("where the runner alone knows what happened, the step and the place", () => {
    const { result } = tell({ second: [Status.UNDEFINED] });
    assert.deepEqual(result.problems, [
      {
        what: "A step has no definition: Then it answers",
        where: "features/a.feature:3",
        why: "The step's text matches no step definition.",
        fix: "Correct the text of the step, or write its definition in steps/.",
      },
    ]);
  });

  test("nothing of the steps that are skipped because of an earlier one", () => {
    const { result } = tell({ before: failed("Error"), second: [Status.SKIPPED] });
    assert.deepEqual(
      result.problems.map(({ what }) => what.split("\n")[0]),
      ["A Before hook threw: Before hook"],
    );
  });
});
