import type { Explanation } from "../../model/explanation";
import type { RollbackOutcome, RollbackStep } from "../../model/readings/incident";
import { listed } from "../judged";
import type { Fault } from "../precedence";

type StepName = RollbackStep["step"];

/** What each step is called in a sentence. */
export const STEP_NAMES: Readonly<Record<StepName, string>> = {
  asked: "asked for",
  accepted: "accepted",
  "read-state": "state read",
  "configured-zero": "load balancer configured with 0",
  "applied-zero": "load balancer applies 0",
  "last-canary-answer": "last answer of the canary",
  "errors-below-limit": "errors under the limit",
  announced: "announced",
};

/** What each effect looks like where it did not come. */
const MISSING_EFFECT: Readonly<Partial<Record<StepName, string>>> = {
  "configured-zero": "the load balancer is not configured with 0 for the canary",
  "applied-zero": "the load balancer does not apply 0 to the canary",
  "last-canary-answer": "the canary still answers requests",
};

/** It was not carried out because the environment does not allow it. */
export function notPermitted({ where, refusal, manualCommand }: RollbackOutcome): Explanation {
  return {
    what: `The rollback was not carried out: ${ended(refusal ?? "")} It would send, once: ${manualCommand}`,
    where,
    why: "The environment does not permit this command to roll back.",
    fix: "Run that command by hand if the decision is B, or permit the rollback in the environment file.",
  };
}

/** Nobody asked for it. */
export function notAsked({ where, manualCommand }: RollbackOutcome): Explanation {
  return {
    what: "The rollback was never asked for, so the canary takes its traffic as before.",
    where,
    why: "The command ended before it, or could not send the request.",
    fix: `If the decision is B, run by hand: ${manualCommand}`,
  };
}

/** The canary still takes traffic. */
export function nothingHappened(
  outcome: RollbackOutcome,
  isAccepted: boolean,
  open: readonly RollbackStep[],
): Explanation {
  const { where, manualCommand } = outcome;
  const state = listed(
    open.map(({ step, detail }) => `${MISSING_EFFECT[step] ?? STEP_NAMES[step]}${detailOf(detail)}`),
  );
  const heading = isAccepted
    ? "THE CANARY STILL TAKES TRAFFIC. The rollback was accepted, but it did not take effect"
    : isTakenUp(outcome)
      ? "THE CANARY STILL TAKES TRAFFIC. The rollback that an earlier command was about to ask for did not take effect"
      : "THE CANARY STILL TAKES TRAFFIC. The rollback was asked for and not accepted";
  return {
    what: `${heading}: ${state}.`,
    where,
    why: isAccepted
      ? "The service answered before the load balancer followed, or it does not reach the load balancer that users go through."
      : isTakenUp(outcome)
        ? "An earlier command asked for it and was ended before it saw what came of that; its request may never have been sent. It is not asked for again by itself: sent by hand, the same key is carried out once at most."
        : `The service refused, or did not answer in time${detailOf(outcome.steps.findLast(({ step }) => step === "accepted")?.detail ?? "")}.`,
    fix: `Take the canary out by hand now: ${manualCommand} If that changes nothing either, set the canary's weight to 0 at the load balancer.`,
  };
}

/** Asked for by an earlier command: this one has no answer of its own. */
function isTakenUp({ steps }: RollbackOutcome): boolean {
  return steps.every(({ step }) => step !== "accepted");
}

/** More than one request was sent. */
export function askedTwice({ where, idempotencyKey }: RollbackOutcome, times: number): Explanation {
  return {
    what: `The rollback was asked for ${times} times; expected is once.`,
    where,
    why: "Something repeated the request instead of reading the state.",
    fix: `See in the service's log that the key "${idempotencyKey}" was carried out only once.`,
  };
}

/** It was sent without a key that makes a repetition harmless. */
export function withoutKey({ where }: RollbackOutcome): Explanation {
  return {
    what: "The rollback was asked for without an idempotency key.",
    where,
    why: "The request carried no key, so a repetition on its way could roll back twice.",
    fix: "Send the request with an Idempotency-Key header.",
  };
}

/** People were not told. */
export function notAnnounced({ where, steps }: RollbackOutcome): Explanation {
  const detail = steps.findLast(({ step }) => step === "announced")?.detail ?? "";
  return {
    what: `The rollback was not announced${detailOf(detail)}.`,
    where,
    why: "The channel did not take the message.",
    fix: "Tell the team by hand that the canary is out of the traffic.",
  };
}

/** Steps that nobody looked at. */
export function notLookedAt({ where, manualCommand }: RollbackOutcome, missing: readonly StepName[]): Fault {
  const problem = {
    what: `Whether the rollback took is not known. Not found out: ${listed(missing.map((step) => STEP_NAMES[step]))}.`,
    where,
    why: "The system that tells it did not answer, or the command ended before it was asked.",
    fix: `Take it for not done: look at the load balancer's weights by hand, and run if need be: ${manualCommand}`,
  };
  return { cause: "no-data", problem };
}

/** Nobody can say whether an earlier command asked for it, too. */
export function damaged({ where, damage, idempotencyKey }: RollbackOutcome): readonly Fault[] {
  if (damage === undefined) return [];
  const problem = {
    what: damage,
    where,
    why: "A line of the journal is not as it was written, or is gone; it may have told of a rollback.",
    fix: `See in the service's log whether another key than "${idempotencyKey}" was carried out. The rollback itself was not held up.`,
  };
  return [{ cause: "no-data", problem }];
}

/** Steps whose time is none. */
export function notTimed({ where }: RollbackOutcome, steps: readonly StepName[]): Fault {
  const problem = {
    what: `When these steps of the rollback were done is not known: ${listed(steps.map((step) => STEP_NAMES[step]))}.`,
    where,
    why: "Their readings carry no time.",
    fix: "Look up the times in the journal and in the systems' own logs.",
  };
  return { cause: "no-data", problem };
}

function detailOf(detail: string): string {
  const text = detail.trim().replace(/\.$/, "");
  return text === "" ? "" : ` (${text})`;
}

function ended(text: string): string {
  const plain = text.trim().replace(/\.$/, "");
  return plain === "" ? "no reason is given." : `${plain}.`;
}
