import { type Envelope, TestStepResultStatus, TimeConversion } from "@cucumber/messages";
import type { CheckResult, StepResult } from "../model/check-result";
import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Cause, Outcome } from "../model/outcome";
import { readAttached } from "./attached";
import { FACTS, WORST_FIRST, type Fact, type FactRow } from "./check-facts";
import { type Beside, type FoundFact, factsOfCheck, messageOf } from "./facts-of-check";
import type { PlannedCheck } from "./planned-check";
import type { RunnerReport } from "./runner-report";

/** The result of every planned check of a run, in its order; pure. */
export function checkResults(report: RunnerReport): CheckResult[] {
  const events = eventsByPickle(report.messages);
  const startedAt = firstTime(report.messages);
  return report.planned.map((check) => checkResult(check, events.get(check.pickleId) ?? [], report, startedAt));
}

/**
 * The result of one check.
 * @param events the messages of this check alone.
 * @param runStartedAt stands in for the start of a check that was never started; ISO 8601.
 */
export function checkResult(
  check: PlannedCheck,
  events: readonly Envelope[],
  beside: Beside,
  runStartedAt = "",
): CheckResult {
  const { judgements, evidence, occurrences } = readAttached(events);
  const facts = factsOfCheck(check, events, beside);
  const { outcome, cause } = decide(facts, judgements);
  const problems = outcome === "passed" ? [] : problemsOf(check, facts, judgements);
  return {
    items: check.items,
    feature: check.feature,
    featureFile: check.featureFile,
    scenario: check.scenario,
    description: check.description,
    tags: check.tags,
    outcome,
    cause,
    summary: summaryOf(outcome, judgements, problems),
    problems,
    startedAt: firstTime(events) || runStartedAt,
    durationMs: durationOf(events),
    steps: stepResults(check, events),
    measurements: judgements.flatMap(({ measurements }) => measurements),
    evidence,
    occurrences,
  };
}

function rowOf({ fact }: FoundFact): FactRow {
  return FACTS[fact];
}

function decide(
  facts: readonly FoundFact[],
  judgements: readonly Judgement[],
): { outcome: Outcome; cause: Cause | null } {
  const rows = facts.map(rowOf);
  const outcome = WORST_FIRST.find((worst) => rows.some((row) => row.outcome === worst)) ?? "not-run";
  if (outcome !== "inconclusive") return { outcome, cause: null };
  const causes = rows.filter((row) => row.outcome === "inconclusive").map((row) => row.cause);
  const own = judgements.flatMap((one) => (one.outcome === "inconclusive" ? [one.cause] : []));
  const [first] = causes.map((cause) => (cause === "its own" ? (own[0] ?? "not-executed") : cause));
  return { outcome, cause: first ?? "not-executed" };
}

/**
 * The judgements' own problems, worst first; then what the runner saw that no judgement explains.
 * Steps that are skipped because of an earlier one say nothing of their own.
 */
function problemsOf(check: PlannedCheck, facts: readonly FoundFact[], judgements: readonly Judgement[]): Explanation[] {
  const told = WORST_FIRST.flatMap((outcome) =>
    judgements.flatMap((one) => (one.outcome === outcome && one.outcome !== "passed" ? one.problems : [])),
  );
  const seen = facts.filter(({ fact }, index) => index === 0 || fact !== "a step or hook was skipped");
  const rest = seen.filter(({ fact }) => told.length === 0 || !EXPLAINED.has(fact)).sort(worstFirst);
  return [...told, ...rest.map((one) => explain(check, one, rowOf(one)))];
}

/** Facts that a judgement explains itself. */
const EXPLAINED: ReadonlySet<Fact> = new Set<Fact>([
  "a step threw CheckFailedError or an AssertionError",
  "a step or hook threw InconclusiveError",
  "a judgement said failed",
  "a judgement said inconclusive",
]);

function worstFirst(a: FoundFact, b: FoundFact): number {
  return WORST_FIRST.indexOf(rowOf(a).outcome) - WORST_FIRST.indexOf(rowOf(b).outcome);
}

function explain(check: PlannedCheck, { fact, at, message }: FoundFact, { why, fix }: FactRow): Explanation {
  const what = message === "" ? `${capital(fact)}: ${at}` : `${capital(fact)}: ${at}\n${message}`;
  return { what, where: `${check.featureFile}:${check.line}`, why, fix };
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function summaryOf(outcome: Outcome, judgements: readonly Judgement[], problems: readonly Explanation[]): string {
  const summaries = judgements.filter((one) => one.outcome === outcome).map(({ summary }) => summary);
  const summary = outcome === "passed" ? summaries.join(" ") : (summaries[0] ?? problems[0]?.what ?? outcome);
  return summary.split("\n", 2).join(" – ").trim();
}

function stepResults(check: PlannedCheck, events: readonly Envelope[]): StepResult[] {
  const pickleSteps = new Map(
    events.flatMap(({ testCase }) => testCase?.testSteps ?? []).map(({ id, pickleStepId }) => [id, pickleStepId]),
  );
  return events.flatMap(({ testStepFinished: end }) => {
    if (end === undefined) return [];
    const { status, duration } = end.testStepResult;
    const text = check.steps.get(pickleSteps.get(end.testStepId) ?? "");
    if (text === undefined && status === TestStepResultStatus.PASSED) return [];
    const message = messageOf(end.testStepResult) || null;
    return [
      {
        text: text ?? "Hook",
        status,
        durationMs: Math.round(TimeConversion.durationToMilliseconds(duration)),
        message,
      },
    ];
  });
}

function firstTime(events: readonly Envelope[]): string {
  const started = events.find(
    ({ testCaseStarted, testRunStarted }) => (testCaseStarted ?? testRunStarted) !== undefined,
  );
  const timestamp = (started?.testCaseStarted ?? started?.testRunStarted)?.timestamp;
  return timestamp === undefined
    ? ""
    : new Date(TimeConversion.timestampToMillisecondsSinceEpoch(timestamp)).toISOString();
}

function durationOf(events: readonly Envelope[]): number {
  const times = events.flatMap(({ testCaseStarted, testStepFinished, testCaseFinished }) => {
    const timestamp = (testCaseStarted ?? testStepFinished ?? testCaseFinished)?.timestamp;
    return timestamp === undefined ? [] : [TimeConversion.timestampToMillisecondsSinceEpoch(timestamp)];
  });
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}

/** The messages of each pickle's test case. */
function eventsByPickle(messages: readonly Envelope[]): Map<string, Envelope[]> {
  const pickleOfCase = new Map<string, string>();
  const caseOfAttempt = new Map<string, string>();
  const events = new Map<string, Envelope[]>();
  for (const envelope of messages) {
    const { testCase, testCaseStarted } = envelope;
    if (testCase !== undefined) pickleOfCase.set(testCase.id, testCase.pickleId);
    if (testCaseStarted !== undefined) caseOfAttempt.set(testCaseStarted.id, testCaseStarted.testCaseId);
    const caseId = testCase?.id ?? caseOfAttempt.get(attemptOf(envelope) ?? "");
    const pickleId = pickleOfCase.get(caseId ?? "");
    if (pickleId !== undefined) events.set(pickleId, [...(events.get(pickleId) ?? []), envelope]);
  }
  return events;
}

function attemptOf({
  testCaseStarted,
  testStepStarted,
  testStepFinished,
  attachment,
  testCaseFinished,
}: Envelope): string | undefined {
  const inner = testStepStarted ?? testStepFinished ?? attachment ?? testCaseFinished;
  return testCaseStarted?.id ?? inner?.testCaseStartedId;
}
