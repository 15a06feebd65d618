import { TestStepResultStatus as Status, type Envelope, type TestStep, type TestStepResult } from "@cucumber/messages";
import { readAttached } from "./attached";
import type { Fact } from "./check-facts";
import type { StrayError } from "./check-scope";
import type { PlannedCheck } from "./planned-check";
import type { BrokenOff } from "./runner-report";

/** A fact with what the runner knows of it: the step, the error. */
export interface FoundFact {
  readonly fact: Fact;
  /** The step, or a word for what it was. */
  readonly at: string;
  /** The error's own words; empty where there is none. */
  readonly message: string;
}

/** What went on beside the messages, of all checks of the run. */
export interface Beside {
  readonly strayErrors: readonly StrayError[];
  readonly brokenOff: readonly BrokenOff[];
}

/** All facts that the messages of one check state, in the order in which they came about; never none. */
export function factsOfCheck(check: PlannedCheck, events: readonly Envelope[], beside: Beside): FoundFact[] {
  const brokenOff = beside.brokenOff.filter(({ checkId }) => checkId === check.id);
  const strays = beside.strayErrors.filter(({ checkId }) => checkId === check.id);
  const problems = [
    ...factsOfSteps(check, events),
    ...factsOfAttachments(events),
    ...strays.map(({ type, message }) =>
      found("an error of the check reached nobody", "beside the steps", `${type}: ${message}`),
    ),
    ...factsOfEnd(check, events, brokenOff),
  ];
  if (problems.length > 0) return problems;
  const isJudged = readAttached(events).judgements.some(({ outcome }) => outcome === "passed");
  return [
    found(
      isJudged ? "all steps passed and a judgement said passed" : "all steps passed, but nothing was judged",
      "the scenario",
      "",
    ),
  ];
}

function factsOfEnd(check: PlannedCheck, events: readonly Envelope[], brokenOff: readonly BrokenOff[]): FoundFact[] {
  const isStarted = events.some(({ testCaseStarted }) => testCaseStarted !== undefined);
  const isEnded = events.some(({ testCaseFinished }) => testCaseFinished !== undefined);
  const message = brokenOff.map((one) => one.message).join("\n");
  if (!isStarted) return [found("the check was not started", "the run", message)];
  if (!isEnded || brokenOff.length > 0) return [found("the check did not come to its end", "the run", message)];
  return check.steps.size === 0 ? [found("the scenario has no steps", "the scenario", "")] : [];
}

function factsOfAttachments(events: readonly Envelope[]): FoundFact[] {
  const { judgements, unreadable } = readAttached(events);
  const said = judgements.flatMap(({ outcome, summary }) => {
    if (outcome === "failed") return [found("a judgement said failed", "the judgement", summary)];
    return outcome === "inconclusive" ? [found("a judgement said inconclusive", "the judgement", summary)] : [];
  });
  return unreadable > 0 ? [...said, found("an attachment of the check cannot be read", "the report", "")] : said;
}

function factsOfSteps(check: PlannedCheck, events: readonly Envelope[]): FoundFact[] {
  const testSteps = events.flatMap(({ testCase }) => testCase?.testSteps ?? []);
  const results = new Map(
    events.flatMap(({ testStepFinished: end }) => (end === undefined ? [] : [[end.testStepId, end.testStepResult]])),
  );
  const firstStep = testSteps.findIndex(isOfFeature);
  const isEnded = events.some(({ testCaseFinished }) => testCaseFinished !== undefined);
  return testSteps.flatMap((step, position) => {
    const result = results.get(step.id);
    const at = check.steps.get(step.pickleStepId ?? "") ?? (position < firstStep ? "Before hook" : "After hook");
    if (result === undefined) return isEnded ? [found("a step has no known result", at, "")] : [];
    const fact = isOfFeature(step) ? factOfStep(result) : factOfHook(result, position < firstStep);
    return fact === null ? [] : [found(fact, at, messageOf(result))];
  });
}

function isOfFeature({ pickleStepId }: TestStep): boolean {
  return pickleStepId !== undefined;
}

function factOfStep({ status, exception }: TestStepResult): Fact | null {
  switch (status) {
    case Status.PASSED:
      return null;
    case Status.FAILED:
      return factOfError(exception?.type);
    case Status.UNDEFINED:
      return "a step has no definition";
    case Status.AMBIGUOUS:
      return "a step matches several definitions";
    case Status.PENDING:
      return "a step is pending";
    case Status.SKIPPED:
      return "a step or hook was skipped";
    case Status.UNKNOWN:
      return "a step has no known result";
  }
}

const FACT_OF_ERROR: ReadonlyMap<string, Fact> = new Map<string, Fact>([
  ["CheckFailedError", "a step threw CheckFailedError or an AssertionError"],
  ["AssertionError", "a step threw CheckFailedError or an AssertionError"],
  ["InconclusiveError", "a step or hook threw InconclusiveError"],
  ["StepDeadlineError", "a step or hook was not done at its deadline"],
]);

function factOfError(type: string | undefined): Fact {
  return FACT_OF_ERROR.get(type ?? "") ?? "a step threw another error";
}

/** A hook judges nothing: whatever it throws that says no more is a check that was not prepared or not cleaned up. */
function factOfHook(result: TestStepResult, isBefore: boolean): Fact | null {
  if (result.status === Status.PASSED) return null;
  if (result.status !== Status.FAILED) return "a step or hook was skipped";
  const fact = factOfError(result.exception?.type);
  if (fact === "a step or hook threw InconclusiveError" || fact === "a step or hook was not done at its deadline")
    return fact;
  return isBefore ? "a Before hook threw" : "an After hook threw";
}

/** Of an error of ours its text; of any other one the stack too, which names the file and the line. */
export function messageOf({ message, exception }: TestStepResult): string {
  const isOurs = factOfError(exception?.type) !== "a step threw another error";
  return (isOurs ? exception?.message : message) ?? message ?? "";
}

function found(fact: Fact, at: string, message: string): FoundFact {
  return { fact, at, message };
}
