import type { LapsedAnswer, SignOffAnswer, SignOffReading } from "../../model/readings/sign-offs";
import { isSameQuestion, questionText, type SignOffQuestion } from "../../model/sign-off-question";
import { personText } from "../sign-offs";
import { msBetween } from "./times";

/** An answer that is older belongs to an earlier incident. */
const ANSWER_STANDS_MS = 3_600_000;

const DAMAGED = "The journal is damaged, so no answer counts: npm run journal -- verify names each place.";

/** An answer that does not count for what is asked now, and why. */
export interface UnheededAnswer {
  readonly given: SignOffAnswer;
  readonly why: Extract<
    LapsedAnswer["why"],
    "to another recommendation" | "to no recommendation" | "older than an hour"
  >;
}

/** The people's answer to what is asked now: a "no" outweighs every "yes"; of a damaged journal there is none. */
export function answerTo(reading: SignOffReading, asked: SignOffQuestion): SignOffAnswer | null {
  if (reading.problems.length > 0) return null;
  const { standing } = sortAnswers(reading, asked);
  return standing.find(({ answer }) => answer === "no") ?? standing[0] ?? null;
}

/**
 * Which of the people's answers are to what is asked now; each other one with its reason. One that does not say what it answers
 * counts for nothing: it may have been given to any earlier recommendation.
 * @param asked null: nothing is asked, so no answer is to it.
 */
export function sortAnswers(
  { answers, at: now }: Pick<SignOffReading, "answers" | "at">,
  asked: SignOffQuestion | null,
) {
  const sorted = answers.map((given) => ({ given, why: whyNot(given, asked, now) }));
  return {
    standing: sorted.flatMap(({ given, why }) => (why === null ? [given] : [])),
    unheeded: sorted.flatMap(({ given, why }): UnheededAnswer[] => (why === null ? [] : [{ given, why }])),
  };
}

/** What is said of the answers of the last hour that do not count: who answered what. */
export function unheededTexts(reading: SignOffReading, asked: SignOffQuestion | null): readonly string[] {
  if (reading.problems.length > 0 && asked !== null) return [DAMAGED];
  return sortAnswers(reading, asked).unheeded.flatMap(({ given, why }) => {
    const said = `${personText(given)} answered ${given.answer}`;
    if (why === "older than an hour") return asked === null ? [] : [`${said} more than an hour ago, which is too old.`];
    if (isOld(given, reading.at)) return [];
    if (given.question === undefined) return [`${said} without saying to which recommendation, which counts for none.`];
    return [`${said} to another recommendation, which counts for that one only: ${questionText(given.question)}.`];
  });
}

function whyNot(given: SignOffAnswer, asked: SignOffQuestion | null, now: string): UnheededAnswer["why"] | null {
  if (given.question === undefined) return "to no recommendation";
  if (asked === null || !isSameQuestion(given.question, asked)) return "to another recommendation";
  return isOld(given, now) ? "older than an hour" : null;
}

/** Put so that a time which is none is old. */
function isOld({ at }: SignOffAnswer, now: string): boolean {
  const age = msBetween(at, now);
  return age === null || !(age <= ANSWER_STANDS_MS);
}
