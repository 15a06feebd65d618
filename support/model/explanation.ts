/** What an engineer needs to act on a problem: four sentences, each without secrets. */
export interface Explanation {
  /** What is wrong or unknown, with the expected and the actual value. */
  readonly what: string;
  /** The system, its address without secrets, and the environment. */
  readonly where: string;
  /** The likely reason. */
  readonly why: string;
  /** What to do next. */
  readonly fix: string;
}

/** An explanation as text, one sentence a line: the only place where its form is decided. */
export function formatExplanation({ what, where, why, fix }: Explanation): string {
  return [what, `Where: ${where}`, `Why: ${why}`, `Fix: ${fix}`].join("\n");
}
