/** What a human is asked to answer, where an item asks for something else each time: an incident's recommendation. */
export interface SignOffQuestion {
  /** What is recommended, for which version, and the cause that it rests on: other words are another question. */
  readonly about: string;
  /** What most of the error lines say; null: no message stands out. */
  readonly message: string | null;
}

/**
 * Whether an answer to the one is an answer to the other. A message that is known of both has to be the same: another one
 * at the same place is another cause.
 */
export function isSameQuestion(one: SignOffQuestion, other: SignOffQuestion): boolean {
  return one.about === other.about && (one.message === null || other.message === null || one.message === other.message);
}

/** The question as a sentence's part. */
export function questionText({ about, message }: SignOffQuestion): string {
  return message === null ? about : `${about}, where most error lines say "${message}"`;
}
