import { InconclusiveError } from "../../errors";
import { valueAt } from "../transport/json-value";

/** Where the counts stand in the answer: JSON pointers to whole numbers. */
export interface CountsShape {
  readonly kind: "counts";
  /** All answers; undefined: the sum of the others. */
  readonly answers?: string | undefined;
  readonly positive: string;
  /** undefined: the source knows no neutral answers. */
  readonly neutral?: string | undefined;
  readonly negative: string;
  /** The version that the answer speaks of; undefined: it does not say. */
  readonly version?: string | undefined;
}

/** How many users answered, and how. */
export interface Counts {
  readonly answers: number;
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
}

/** What an answer is about, for explanations. */
export interface CountedAnswer {
  readonly system: string;
  readonly where: string;
  readonly version: string;
  readonly document: unknown;
}

/**
 * Reads the counts out of an answer.
 * @throws InconclusiveError no-data where a pointer leads to no count; disagreeing-sources where the answer speaks of
 *   another version.
 */
export function readCounts(answer: CountedAnswer, shape: CountsShape): Counts {
  requireVersion(answer, shape.version);
  const { answers, positive, neutral, negative } = shape;
  const pointers = { answers, positive, neutral, negative };
  const missing: string[] = [];
  const count = (key: keyof Counts): number => {
    const pointer = pointers[key];
    const value = pointer === undefined ? 0 : valueAt(answer.document, pointer);
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    missing.push(`${key} at "${pointer}"`);
    return 0;
  };
  const counts = { positive: count("positive"), neutral: count("neutral"), negative: count("negative") };
  const sum = counts.positive + counts.neutral + counts.negative;
  const all = answers === undefined ? sum : count("answers");
  if (missing.length > 0) throw noCounts(answer, missing);
  return { answers: all, ...counts };
}

function requireVersion({ system, where, version, document }: CountedAnswer, pointer: string | undefined): void {
  if (pointer === undefined) return;
  const found = valueAt(document, pointer);
  if (found === version) return;
  const said = typeof found === "string" ? `of version ${found}` : "of no version";
  throw new InconclusiveError("disagreeing-sources", [
    {
      what: `${system} was asked about version ${version} and answered with counts ${said}.`,
      where,
      why: "Probably it ignores the version that it is asked for, or the pointer to the version is another.",
      fix: "Read the answer in the evidence; correct feedback.path and feedback.answers.version in the environment file.",
    },
  ]);
}

function noCounts({ system, where }: CountedAnswer, missing: readonly string[]): InconclusiveError {
  return new InconclusiveError("no-data", [
    {
      what: `The answer of ${system} holds no whole number for ${missing.join(", ")}.`,
      where,
      why: "Probably its shape is another than the environment file says, or its API has changed.",
      fix: "Read the answer in the evidence and correct the pointers of feedback.answers in the environment file.",
    },
  ]);
}
