import type { Judgement } from "../../model/judgement";
import type { Measurement } from "../../model/measurement";
import type { RollbackOutcome, RollbackStep } from "../../model/readings/incident";
import { listed, measured, undecided } from "../judged";
import { weighed } from "../weighed";
import { errorsAfter, type AfterRollback } from "./errors-after";
import * as words from "./rollback-words";
import { lengthText, msBetween, msOf } from "./times";

type StepName = RollbackStep["step"];

/** The steps that show that the canary is out of the traffic: what the balancer is told, what it does, what users get. */
const EFFECTS = ["configured-zero", "applied-zero", "last-canary-answer"] as const satisfies readonly StepName[];

/** The steps that are timed, from when it was asked. */
const TIMED = ["accepted", ...EFFECTS, "errors-below-limit", "announced"] as const satisfies readonly StepName[];

/**
 * Judges that the rollback took: asked once, accepted, the balancer at 0, no canary answer any more, errors under the limit,
 * announced, each step timed. Where the answer to it stayed away or was a refusal, the state decides. A step that was not
 * done is a failure, one that nobody looked at is unknown; accepted without an effect is the worst of all, and says so.
 */
export function judgeRollback(outcome: RollbackOutcome, after: AfterRollback): Judgement {
  const measurements = timesOf(outcome);
  if (outcome.refusal !== null) return undecided("not-permitted", words.notPermitted(outcome), measurements);
  const asked = outcome.steps.filter(({ step, isDone }) => step === "asked" && isDone);
  if (asked.length === 0) return undecided("not-executed", words.notAsked(outcome), measurements);
  const errors = errorsAfter(outcome.where, after);
  return weighed({
    summary: `${summaryOf(outcome)} ${errors.summary}`,
    measurements: [...measurements, ...errors.measurements],
    problems: [
      ...withoutEffect(outcome),
      ...(asked.length > 1 ? [words.askedTwice(outcome, asked.length)] : []),
      ...(outcome.idempotencyKey.trim() === "" ? [words.withoutKey(outcome)] : []),
      ...errors.problems,
      ...(newest(outcome, "announced")?.isDone === false ? [words.notAnnounced(outcome)] : []),
    ],
    doubts: [...words.damaged(outcome), ...unseen(outcome), ...errors.doubts, ...untimed(outcome)],
  });
}

function newest({ steps }: RollbackOutcome, name: StepName): RollbackStep | undefined {
  return steps.findLast(({ step }) => step === name);
}

function withoutEffect(outcome: RollbackOutcome) {
  const open = EFFECTS.map((name) => newest(outcome, name)).filter((step) => step?.isDone === false);
  const steps = open.flatMap((step) => (step === undefined ? [] : [step]));
  if (steps.length === 0) return [];
  return [words.nothingHappened(outcome, newest(outcome, "accepted")?.isDone === true, steps)];
}

/** The steps that nobody looked at. The acceptance may stay unknown, because the state tells what became of it. */
function unseen(outcome: RollbackOutcome) {
  const missing = [...EFFECTS, "announced" as const].filter((name) => newest(outcome, name) === undefined);
  return missing.length === 0 ? [] : [words.notLookedAt(outcome, missing)];
}

function untimed(outcome: RollbackOutcome) {
  const done = outcome.steps.filter(({ step, isDone, at }) => isDone && step !== "read-state" && msOf(at) === null);
  return done.length === 0
    ? []
    : [
        words.notTimed(
          outcome,
          done.map(({ step }) => step),
        ),
      ];
}

function summaryOf(outcome: RollbackOutcome): string {
  const asked = newest(outcome, "asked");
  const times = TIMED.flatMap((name) => {
    const ms = msBetween(asked?.at, doneAt(outcome, name));
    return ms === null ? [] : [`${words.STEP_NAMES[name]} after ${lengthText(Math.max(0, ms))}`];
  });
  const accepted = newest(outcome, "accepted");
  const isAccepted = accepted?.isDone === true;
  const detail = accepted === undefined || accepted.detail.trim() === "" ? "no answer" : accepted.detail;
  const unanswered = isAccepted
    ? ""
    : ` It was not confirmed (${detail}); the load balancer's state shows that it took effect.`;
  return `Rolled back, asked once: ${listed(times, TIMED.length)}.${unanswered}`;
}

function doneAt(outcome: RollbackOutcome, name: StepName): string | null {
  const step = newest(outcome, name);
  return step?.isDone === true ? step.at : null;
}

/** The canary's last answer may lie before the question: it gets few requests. */
function timesOf(outcome: RollbackOutcome): readonly Measurement[] {
  const askedAt = newest(outcome, "asked")?.at;
  return TIMED.map((name) =>
    measured({
      signal: `rollback: from the question to "${words.STEP_NAMES[name]}"`,
      value: msBetween(askedAt, doneAt(outcome, name)),
      unit: "ms",
      source: outcome.where,
      query: outcome.manualCommand,
    }),
  );
}
