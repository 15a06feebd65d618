import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { Cause } from "../model/outcome";
import type { FeedbackSummary } from "../model/readings/people";
import { counted, figure, percentage } from "./figures";
import { measured } from "./judged";
import type { Fault } from "./precedence";
import { weighed } from "./weighed";

/** When feedback counts as positive: numbers of the feature. */
export interface PositiveFeedbackLimit {
  /** The share of positive answers has to be above it. */
  readonly minimumPercent: number;
  readonly minimumAnswers: number;
}

/** Judges that users' feedback was collected in the window: so many answers, at least one. Fewer tell nothing about the canary, so that is never failed. */
export function judgeFeedbackCollected(feedback: FeedbackSummary, minimumAnswers: number): Judgement {
  return weighed({
    summary: `User feedback is collected: ${counted(feedback.answers, "answer")} on ${feedback.version}; needed are ${minimumAnswers}.`,
    measurements: [answersMeasurement(feedback, minimumAnswers)],
    problems: [],
    doubts: [...unusableAnswers(feedback), ...tooFewAnswers(feedback, minimumAnswers)],
  });
}

/** Judges that users' feedback is positive: the share of positive answers among all is above the minimum, with enough answers. */
export function judgeFeedbackPositive(feedback: FeedbackSummary, limit: PositiveFeedbackLimit): Judgement {
  const { answers, positive } = feedback;
  const doubts = [
    ...unusableAnswers(feedback),
    ...sumDoubts(feedback),
    ...tooFewAnswers(feedback, limit.minimumAnswers),
  ];
  const percent = doubts.length === 0 ? Math.round((1e11 * positive) / answers) / 1e9 : null;
  const isPositive = percent !== null && percent > limit.minimumPercent;
  return weighed({
    summary: `User feedback is positive: ${percentage(percent ?? 0, limit.minimumPercent)} of ${counted(answers, "answer")} (limit: above ${limit.minimumPercent} %).`,
    measurements: [shareMeasurement(feedback, percent, limit), answersMeasurement(feedback, limit.minimumAnswers)],
    problems: percent === null || isPositive ? [] : [notPositive(feedback, percent, limit)],
    doubts,
  });
}

function unusableAnswers(feedback: FeedbackSummary): readonly Fault[] {
  const { answers, answersEver, source } = feedback;
  if (![answers, answersEver].every(isCount))
    return [
      doubt(feedback, "no-data", `${source} gives no count of its answers.`, "Its answer is not of the expected form."),
    ];
  if (answersEver < answers)
    return [
      doubt(
        feedback,
        "disagreeing-sources",
        `${source} counts ${counted(answers, "answer")} in the window but ${figure(answersEver)} of all time.`,
        "The two questions do not ask the same place.",
      ),
    ];
  if (answersEver === 0)
    return [
      doubt(
        feedback,
        "no-data",
        `${source} has no answers, neither in the window nor ever.`,
        "It may be the wrong place: a survey, table or project that nobody answers.",
      ),
    ];
  return [];
}

function tooFewAnswers(feedback: FeedbackSummary, minimumAnswers: number): readonly Fault[] {
  const { answers, version, source } = feedback;
  const needed = Math.max(1, minimumAnswers);
  if (!isCount(answers) || answers >= needed || feedback.answersEver === 0) return [];
  return [
    doubt(
      feedback,
      "too-few-samples",
      `${source} has ${counted(answers, "answer")} on ${version} in the window; ${figure(needed)} are needed.`,
      `Few users saw the canary, or nobody asked them; ${counted(needed - answers, "answer")} more would do.`,
    ),
  ];
}

function sumDoubts(feedback: FeedbackSummary): readonly Fault[] {
  const { answers, positive, neutral, negative, source } = feedback;
  if (![positive, neutral, negative].every(isCount))
    return [
      doubt(
        feedback,
        "no-data",
        `${source} does not say how many of its answers are positive, neutral and negative.`,
        "Its answers carry no rating, or are not of the expected form.",
      ),
    ];
  if (positive + neutral + negative === answers) return [];
  return [
    doubt(
      feedback,
      "disagreeing-sources",
      `${source} counts ${counted(answers, "answer")}, but ${figure(positive)} positive, ${figure(neutral)} neutral and ${figure(negative)} negative ones make ${figure(positive + neutral + negative)}.`,
      "Some answers carry no rating or two, or answers came between the questions.",
    ),
  ];
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function notPositive(
  feedback: FeedbackSummary,
  percent: number,
  { minimumPercent }: PositiveFeedbackLimit,
): Explanation {
  const { answers, positive, neutral, negative, where, version, query } = feedback;
  return {
    what: `${percentage(percent, minimumPercent)} of ${counted(answers, "answer")} on ${version} are positive (${figure(positive)} positive, ${figure(neutral)} neutral, ${figure(negative)} negative); expected is above ${minimumPercent} %.`,
    where,
    why: `Users are less content than the runbook asks for. Query: ${query}`,
    fix: "Read the negative answers, and settle what they name before the promotion.",
  };
}

function answersMeasurement(feedback: FeedbackSummary, minimumAnswers: number): Measurement {
  const { answers, window, source, query } = feedback;
  return measured({
    signal: "answers of users",
    value: isCount(answers) ? answers : null,
    unit: "answers",
    limit: minimumAnswers,
    comparison: "at-least",
    window,
    source,
    query,
  });
}

function shareMeasurement(
  feedback: FeedbackSummary,
  percent: number | null,
  limit: PositiveFeedbackLimit,
): Measurement {
  const { answers, window, source, query } = feedback;
  return measured({
    signal: "share of positive answers",
    value: percent,
    unit: "percent",
    limit: limit.minimumPercent,
    comparison: "above",
    window,
    samples: isCount(answers) ? answers : null,
    source,
    query,
  });
}

function doubt({ where, query }: FeedbackSummary, cause: Cause, what: string, why: string): Fault {
  const fix = `Check the feedback's section in the environment file; where the source cannot tell, a human signs instead. Query: ${query}`;
  return { cause, problem: { what, where, why, fix } };
}
