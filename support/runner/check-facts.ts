import type { Cause, Outcome } from "../model/outcome";

/** What a fact means for the check. */
export interface FactRow {
  readonly outcome: Outcome;
  /** "its own": the cause that the check's judgement gave, otherwise not-executed. */
  readonly cause: Cause | "its own" | null;
  /** The two sentences of the problem that the runner cannot read off the error. */
  readonly why: string;
  readonly fix: string;
}

/**
 * Each fact that the messages of a check can state, and what it means: the one table.
 * failed: the system is wrong. inconclusive: the check was carried out, and it could not be found out.
 * not-run: the check was never carried out to its end, or there was nothing to carry out.
 */
export const FACTS = {
  "a step threw CheckFailedError or an AssertionError": {
    outcome: "failed",
    cause: null,
    why: "The answer of the system is not the expected one.",
    fix: "Compare the expected with the actual value in the evidence.",
  },
  "a judgement said failed": {
    outcome: "failed",
    cause: null,
    why: "The answer of the system is not the expected one.",
    fix: "Compare the expected with the actual value in the evidence.",
  },
  "a step or hook threw InconclusiveError": {
    outcome: "inconclusive",
    cause: "its own",
    why: "The check could not get an answer that it can judge.",
    fix: "See the evidence for what was asked and what came back.",
  },
  "a judgement said inconclusive": {
    outcome: "inconclusive",
    cause: "its own",
    why: "The check could not get an answer that it can judge.",
    fix: "See the evidence for what was asked and what came back.",
  },
  "a step or hook was not done at its deadline": {
    outcome: "inconclusive",
    cause: "timed-out",
    why: "The system that it asks answers slowly or not at all.",
    fix: "See in the evidence which request has no answer; look at that system.",
  },
  "a step threw another error": {
    outcome: "inconclusive",
    cause: "not-executed",
    why: "The code of the check has met something that it does not expect.",
    fix: "Read the error below the step; it names the file and the line.",
  },
  "a Before hook threw": {
    outcome: "not-run",
    cause: null,
    why: "The check was not prepared, so none of its steps ran.",
    fix: "Read the error of the hook; it names the file and the line.",
  },
  "an After hook threw": {
    outcome: "inconclusive",
    cause: "not-executed",
    why: "The check could not clean up, so something that it changed may remain.",
    fix: "Read the error of the hook and undo by hand what it names.",
  },
  "an error of the check reached nobody": {
    outcome: "inconclusive",
    cause: "not-executed",
    why: "Work that the check started went wrong without a step waiting for it.",
    fix: "Find the promise or the timer that no step awaits.",
  },
  "an attachment of the check cannot be read": {
    outcome: "inconclusive",
    cause: "not-executed",
    why: "The check attached a judgement or evidence that is not in the agreed form.",
    fix: "Compare it with support/model/judgement.ts and support/model/evidence.ts.",
  },
  "all steps passed, but nothing was judged": {
    outcome: "inconclusive",
    cause: "not-executed",
    why: "No step of the scenario holds an answer against what is expected: it asserts nothing.",
    fix: "Add a Then step that judges the answer.",
  },
  "a step has no definition": {
    outcome: "not-run",
    cause: null,
    why: "The step's text matches no step definition.",
    fix: "Correct the text of the step, or write its definition in steps/.",
  },
  "a step matches several definitions": {
    outcome: "not-run",
    cause: null,
    why: "More than one step definition matches the step's text.",
    fix: "Make the patterns in steps/ unique.",
  },
  "a step is pending": {
    outcome: "not-run",
    cause: null,
    why: "The step's definition says that it is not written yet.",
    fix: "Write the step's definition.",
  },
  "a step or hook was skipped": {
    outcome: "not-run",
    cause: null,
    why: "The step or hook was passed over.",
    fix: "Take out what skips it: a check is carried out whole or counts as not run.",
  },
  "a step has no known result": {
    outcome: "not-run",
    cause: null,
    why: "The runner did not say how the step ended.",
    fix: "Run the check again; if it stays so, look into messages.ndjson.",
  },
  "the scenario has no steps": {
    outcome: "not-run",
    cause: null,
    why: "A scenario without steps asserts nothing.",
    fix: "Write the scenario's steps, or remove it.",
  },
  "the check was not started": {
    outcome: "not-run",
    cause: null,
    why: "The run ended, or could not begin, before this check's turn.",
    fix: "See the reasons of the run; run it again.",
  },
  "the check did not come to its end": {
    outcome: "not-run",
    cause: null,
    why: "The check was cut off.",
    fix: "See the reasons of the run; run it again.",
  },
  "all steps passed and a judgement said passed": { outcome: "passed", cause: null, why: "", fix: "" },
} as const satisfies Record<string, FactRow>;

/** One of the facts of the table. */
export type Fact = keyof typeof FACTS;

/** Outcomes, worst first: the worst fact of a check decides it. */
export const WORST_FIRST: readonly Outcome[] = ["failed", "inconclusive", "not-run", "passed"];
