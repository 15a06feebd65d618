import type { Recommendation } from "../../model/readings/incident";
import type { Blame } from "./blame";
import type { EndpointPattern } from "./endpoint-pattern";

/** All that the decision rests on. */
export interface DecisionFacts {
  readonly isIncident: "yes" | "no" | "unknown";
  readonly blame: Blame;
  readonly pattern: EndpointPattern;
  readonly dependency: "healthy" | "down" | "unknown";
  /** One message has at least 80 % of the error lines. */
  readonly hasDominantMessage: boolean;
  /** Every question of the diagnosis got an answer. */
  readonly isAllKnown: boolean;
}

/** One row: where all its conditions hold, it decides. */
export interface DecisionRow {
  readonly name: string;
  readonly when: { readonly [Fact in keyof DecisionFacts]?: readonly DecisionFacts[Fact][] };
  readonly recommendation: Recommendation;
  /** Whether the cause is clear. */
  readonly isClear: boolean;
  /** What holds until a named human has answered; null: no answer is needed. */
  readonly untilSigned: Recommendation | null;
  /** What the cause is, where a human is asked: an answer is to this cause and to no other. */
  readonly restsOn?: "endpoints" | "dependencies";
  readonly because: string;
}

const ROLL_BACK = { recommendation: "B", isClear: false, untilSigned: null } as const;
const FIX = { recommendation: "A", isClear: true, untilSigned: "B" } as const;

/** Where no other row applies. */
const UNCLEAR: DecisionRow = {
  name: "unclear",
  when: {},
  ...ROLL_BACK,
  because: "Neither an endpoint, nor a message, nor a dependency explains the errors: the cause is not clear.",
};

/**
 * The table of the runbook's decision, read from above: the first row that applies decides. A (fix and deploy again) asks for a
 * clear cause and for a human who signs the fix; until then, and wherever the cause is not clear, B (roll back) holds. Neither of
 * both where there is no incident, and where legacy has the same errors: legacy would get the canary's traffic, and fail likewise.
 * An incident that is not proven is no reason to act alone: a human confirms the rollback.
 */
export const DECISION_TABLE: readonly DecisionRow[] = [
  {
    name: "no incident",
    when: { isIncident: ["no"] },
    recommendation: "none",
    isClear: true,
    untilSigned: null,
    because:
      "The canary's error rate is proven not to be above the limit: there is nothing to mend and nothing to roll back.",
  },
  {
    name: "incident not proven",
    when: { isIncident: ["unknown"] },
    recommendation: "B",
    isClear: false,
    untilSigned: "none",
    because: "Whether there is an incident is not known. Rolling back is the safe side, but a human has to confirm it.",
  },
  {
    name: "dependency down for both",
    when: { blame: ["shared"], dependency: ["down"] },
    recommendation: "none",
    isClear: true,
    untilSigned: null,
    because: "Legacy has the same errors and a dependency is down: rolling back would not help. Mend the dependency.",
  },
  {
    name: "legacy too",
    when: { blame: ["shared"] },
    recommendation: "none",
    isClear: false,
    untilSigned: null,
    because: "Legacy has the same errors: rolling back would not help. Look for what both versions share.",
  },
  {
    name: "canary far worse",
    when: { blame: ["canary-worse"] },
    ...ROLL_BACK,
    because:
      "Legacy has too many errors too, but far fewer than the canary: rolling back lessens them and does not end them.",
  },
  {
    name: "legacy unknown",
    when: { blame: ["unknown"] },
    ...ROLL_BACK,
    because: "Whether legacy has the same errors is not known, so the cause is not clear.",
  },
  {
    name: "diagnosis incomplete",
    when: { isAllKnown: [false] },
    ...ROLL_BACK,
    because: "The diagnosis could not find out everything, so the cause is not clear.",
  },
  {
    name: "dependency down",
    when: { dependency: ["down"] },
    ...FIX,
    restsOn: "dependencies",
    because: "A dependency that only the canary cannot do without is down: that is the cause to mend.",
  },
  {
    name: "dependency unknown",
    when: { dependency: ["unknown"] },
    ...ROLL_BACK,
    because: "Whether the dependencies are healthy is not known, so the cause is not clear.",
  },
  {
    name: "one endpoint",
    when: { pattern: ["one"] },
    ...FIX,
    restsOn: "endpoints",
    because: "One endpoint has the errors, and all others do not: the cause lies there.",
  },
  {
    name: "all endpoints",
    when: { pattern: ["all"] },
    ...ROLL_BACK,
    because: "Every endpoint has the errors: no user of the canary can wait for a fix.",
  },
  {
    name: "several endpoints, one message",
    when: { pattern: ["several"], hasDominantMessage: [true] },
    ...FIX,
    restsOn: "endpoints",
    because: "Several endpoints have the errors, and one message makes up most of them: they have one cause.",
  },
  UNCLEAR,
];

/** The row that decides. */
export function rowFor(facts: DecisionFacts): DecisionRow {
  return DECISION_TABLE.find(({ when }) => applies(when, facts)) ?? UNCLEAR;
}

function applies(when: DecisionRow["when"], facts: DecisionFacts): boolean {
  const holds = <Fact>(allowed: readonly Fact[] | undefined, fact: Fact) =>
    allowed === undefined || allowed.includes(fact);
  return (
    holds(when.isIncident, facts.isIncident) &&
    holds(when.blame, facts.blame) &&
    holds(when.pattern, facts.pattern) &&
    holds(when.dependency, facts.dependency) &&
    holds(when.hasDominantMessage, facts.hasDominantMessage) &&
    holds(when.isAllKnown, facts.isAllKnown)
  );
}
