import { InconclusiveError } from "../../errors";
import type { Window } from "../../model/measurement";
import type { MatrixSeries, QueryAnswer, Sample } from "./query-answer";
import { labelsText, seriesKey } from "./series-key";

/** The moments at which a query is evaluated: from `start` to `end`, both included, each `stepSeconds` after the last. */
export interface QueryRange extends Window {
  /** Whole milliseconds; the window is a whole number of steps. */
  readonly stepSeconds: number;
}

/** The answer to a query over a range. */
export type MatrixAnswer = Extract<QueryAnswer, { readonly kind: "matrix" }>;

/** Prometheus refuses a longer range; what is longer is asked in pieces. */
const MOST_POINTS = 11_000;

/** A stretch of a range, in ms. */
export interface RangePiece {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/**
 * Cuts a range into pieces that a server answers; no moment is in two of them.
 * @throws RangeError where the range is none, or no whole number of steps.
 */
export function piecesOf({ start, end, stepSeconds }: QueryRange): readonly RangePiece[] {
  const [startMs, endMs, stepMs] = [Date.parse(start), Date.parse(end), Math.round(stepSeconds * 1_000)];
  const steps = (endMs - startMs) / stepMs;
  if (!(stepMs > 0) || !(steps >= 0) || !Number.isInteger(steps)) {
    throw new RangeError(`The range from ${start} to ${end} is no whole number of steps of ${stepSeconds} s.`);
  }
  const pieces: RangePiece[] = [];
  for (let first = 0; first <= steps; first += MOST_POINTS) {
    const last = Math.min(first + MOST_POINTS - 1, steps);
    pieces.push({ startMs: startMs + first * stepMs, endMs: startMs + last * stepMs, stepMs });
  }
  return pieces;
}

/**
 * The answer to one piece, looked at before it is used.
 * @param asked the query, for people.
 * @throws InconclusiveError disagreeing-sources where a series comes twice; provider-warning for another kind of answer,
 *   or for points at moments that were not asked for.
 */
export function checkedPiece(answer: QueryAnswer, piece: RangePiece, asked: string, where: string): MatrixAnswer {
  if (answer.kind !== "matrix") throw wrongKind(answer.kind, asked, where, "matrix");
  const seen = new Set<string>();
  for (const { labels, samples } of answer.series) {
    const key = seriesKey(labels);
    if (seen.has(key)) throw seriesTwice(labelsText(labels), asked, where);
    seen.add(key);
    if (!isOnGrid(samples, piece)) throw otherMoments(asked, where);
  }
  return answer;
}

/** The pieces' answers as one: each series once, its samples in order. */
export function joinedAnswer(answers: readonly MatrixAnswer[]): MatrixAnswer {
  const joined = new Map<string, { labels: MatrixSeries["labels"]; samples: Sample[] }>();
  for (const { labels, samples } of answers.flatMap(({ series }) => series)) {
    const key = seriesKey(labels);
    const known = joined.get(key) ?? { labels, samples: [] };
    joined.set(key, { labels, samples: [...known.samples, ...samples] });
  }
  const infos = new Set(answers.flatMap((answer) => answer.infos));
  return { kind: "matrix", series: [...joined.values()], infos: [...infos] };
}

function isOnGrid(samples: readonly Sample[], { startMs, endMs, stepMs }: RangePiece): boolean {
  let previous = startMs - stepMs;
  return samples.every(({ atSeconds }) => {
    const atMs = Math.round(atSeconds * 1_000);
    const isAsked = atMs > previous && atMs <= endMs && (atMs - startMs) % stepMs === 0;
    previous = atMs;
    return isAsked;
  });
}

/** An answer of another kind than the question's. */
export function wrongKind(
  kind: QueryAnswer["kind"],
  asked: string,
  where: string,
  expected: QueryAnswer["kind"],
): InconclusiveError {
  return new InconclusiveError("provider-warning", [
    {
      what: `The query ${asked} was answered with a ${kind}, where a ${expected} must come.`,
      where,
      why: "The server, or a proxy before it, answers another question than the one that was asked.",
      fix: "Look at the answer in the evidence, and check that the address is the query API of Prometheus.",
    },
  ]);
}

/** One series twice in an answer: not the first one counts, but none. */
export function seriesTwice(labels: string, asked: string, where: string): InconclusiveError {
  return new InconclusiveError("disagreeing-sources", [
    {
      what: `The answer to ${asked} has the series ${labels} twice.`,
      where,
      why: "Two stores hold the same series and their answers were not joined, or the query finds two metrics at once.",
      fix: "Set the replica labels for deduplication at the server, and name one metric in the selector.",
    },
  ]);
}

function otherMoments(asked: string, where: string): InconclusiveError {
  return new InconclusiveError("provider-warning", [
    {
      what: `The answer to ${asked} has points at moments that were not asked for.`,
      where,
      why: "A cache before the server moves the ends of ranges, so that its counts belong to other windows.",
      fix: "Ask the server without that cache; for Thanos, Mimir and Cortex: turn the alignment of queries to their step off.",
    },
  ]);
}
