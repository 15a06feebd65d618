import { VERSIONS, type FeedbackWish } from "../plan";

/** What the service's database is to hold. */
export interface SeedWishes {
  readonly feedback: FeedbackWish;
  /** State of the A/B test's experiment. */
  readonly experiment: "ready" | "draft";
}

/** A row of one of the service's tables. */
export type Row = Readonly<Record<string, string | number>>;

/** The service's tables with their rows; a table comes after those that it refers to. */
export type ServiceContent = Readonly<Record<"releases" | "experiments" | "feedback", readonly Row[]>>;

/** The experiment that follows the canary: the service asks for it where no other is named. */
const EXPERIMENT = "phase4-ab";
const ROLLED_OUT_AT = "2025-10-22T14:00:00.000Z";

/** How many users answer in each stretch of the canary week: at least ten between two checkpoints of Days 5 and 6. */
const STRETCHES = [
  { until: "2025-10-22T15:45:00.000Z", answers: 4 },
  { until: "2025-10-23T08:00:00.000Z", answers: 12 },
  { until: "2025-10-23T12:00:00.000Z", answers: 12 },
  { until: "2025-10-23T16:00:00.000Z", answers: 12 },
  { until: "2025-10-24T08:00:00.000Z", answers: 12 },
  { until: "2025-10-25T14:00:00.000Z", answers: 20 },
] as const;

/**
 * What ten users after each other say: positive (+), neutral (0), negative (-). `lukewarm` is positive for 40 % of all
 * and for two thirds of those who take a side, which the service's own readiness asks for.
 */
const TEN_ANSWERS: Readonly<Record<FeedbackWish, string>> = {
  positive: "+++-++++0+",
  lukewarm: "+0-0+0+0-+",
  negative: "---+-0--+-",
  none: "",
};

/** What the testers said before the roll-out: enough, and good enough, for the service's own readiness. */
const TESTERS = { from: "2025-10-15T09:00:00.000Z", until: "2025-10-20T17:00:00.000Z", answers: "++++-+++" } as const;

const SAID: Readonly<Record<string, { readonly sentiment: string; readonly comment: string }>> = {
  "+": { sentiment: "positive", comment: "I find what I am looking for." },
  "0": { sentiment: "neutral", comment: "I see no difference." },
  "-": { sentiment: "negative", comment: "It does not suggest what I need." },
};

/** What a canary week leaves in the service's database; the same wishes give the same rows. */
export function serviceContent({ feedback, experiment }: SeedWishes): ServiceContent {
  const { canary, legacy } = VERSIONS;
  return {
    releases: [
      { version: legacy, state: "promoted", notes: "", updated_at: "2025-09-10T14:00:00.000Z" },
      { version: canary, state: "canary", notes: "Phase 4", updated_at: ROLLED_OUT_AT },
    ],
    experiments: [
      {
        key: EXPERIMENT,
        hypothesis: "Phase 4 recommendations are followed more often.",
        state: experiment,
        treatment_percent: 50,
        updated_at: "2025-10-21T10:00:00.000Z",
      },
    ],
    feedback: [...testersAnswers(), ...usersAnswers(TEN_ANSWERS[feedback])],
  };
}

function testersAnswers(): readonly Row[] {
  const { from, until, answers } = TESTERS;
  const times = timesBetween(from, until, answers.length);
  return times.map((at, index) => answer(`tester-${index + 1}`, answers.charAt(index), at));
}

function usersAnswers(tenAnswers: string): readonly Row[] {
  if (tenAnswers === "") return [];
  const times = STRETCHES.flatMap(({ until, answers }, index) =>
    timesBetween(STRETCHES[index - 1]?.until ?? ROLLED_OUT_AT, until, answers),
  );
  return times.map((at, index) => answer(`user-${index + 1}`, tenAnswers.charAt(index % tenAnswers.length), at));
}

/** So many moments, equally far apart, none of them at an end. */
function timesBetween(from: string, until: string, count: number): readonly string[] {
  const [start, end] = [Date.parse(from), Date.parse(until)];
  return Array.from({ length: count }, (_, index) =>
    new Date(start + Math.round(((index + 0.5) * (end - start)) / count)).toISOString(),
  );
}

function answer(user_id: string, sign: string, created_at: string): Row {
  const said = SAID[sign];
  if (said === undefined) throw new RangeError(`"${sign}" is no answer.`);
  return { version: VERSIONS.canary, user_id, ...said, created_at };
}
