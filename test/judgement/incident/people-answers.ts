import type { SignOffAnswer, SignOffReading } from "../../../support/model/readings/sign-offs";
import type { SignOffQuestion } from "../../../support/model/sign-off-question";

/** When the readings are read. */
export const NOW = "2025-10-22T15:00:00.000Z";

/** An answer of five minutes ago, to a question or to none. */
export function answer(
  name: string,
  word: "yes" | "no",
  question: SignOffQuestion | null,
  at = "2025-10-22T14:55:00.000Z",
): SignOffAnswer {
  const about = { name, role: "release-owner", answer: word, note: null, link: null, at, expiresAt: null };
  return { ...about, ...(question !== null && { question }) };
}

/** What people have answered to INC-5, for version 2.0.0. */
export function answersOf(
  answers: readonly SignOffAnswer[] = [],
  { problems = [], version = "2.0.0" }: { readonly problems?: readonly string[]; readonly version?: string } = {},
): SignOffReading {
  const about = { where: "journal.ndjson", item: "INC-5", release: "phase4-2.0.0", version };
  return { ...about, at: NOW, answers, lapsed: [], problems };
}
