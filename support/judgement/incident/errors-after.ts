import type { Explanation } from "../../model/explanation";
import type { Measurement } from "../../model/measurement";
import type { ProportionRule } from "../../model/proportion-rule";
import type { ErrorCounts } from "../../model/readings/canary-metrics";
import { windowOf } from "../../model/slices";
import { countErrors, placeOf } from "../error-counts";
import { countsText, intervalInPercent } from "../error-rate";
import { confidenceText, counted, percentage } from "../figures";
import { measured } from "../judged";
import type { Fault } from "../precedence";
import type { HeldShare } from "../proportion";
import { rounded } from "../statistics/rounded";
import { holdAbove } from "./held-above";

/** Without an error among so many requests, a fault that fails one in five would hardly have stayed unseen (1.2 %). */
const LEAST_REQUESTS = 20;

/** From which error rate on it is an incident, and how a share is held against it. */
export interface ErrorLimit {
  readonly abovePercent: number;
  readonly rule: ProportionRule;
}

/** The errors of the service's users after the rollback, and their limit. */
export interface AfterRollback extends ErrorLimit {
  /** Of the track that takes the traffic now; null: not known. */
  readonly counts: ErrorCounts | null;
}

/** Whether errors are under the limit again. */
export interface ErrorsAfter {
  /** Says which: proven, or none seen among so few requests. */
  readonly summary: string;
  readonly measurements: readonly Measurement[];
  readonly problems: readonly Explanation[];
  readonly doubts: readonly Fault[];
}

/**
 * Holds the errors after a rollback against the limit. Right after it there are few requests: none that failed among them is
 * enough, from 20 requests on, and said to be that; some failed ones among too few requests are not.
 */
export function errorsAfter(where: string, { counts, abovePercent, rule }: AfterRollback): ErrorsAfter {
  if (counts === null) return doubtful({ cause: "no-data", problem: unknownErrors(where, abovePercent) });
  const found = countErrors(counts);
  const obstacles = Object.values(found.obstacles).filter((fault) => fault !== null);
  if (found.totals === null) return doubtful(...obstacles);
  const { errors, requests } = found.totals;
  const held = holdAbove({ events: errors, total: requests }, abovePercent / 100, rule);
  const said = countsText(found);
  const isOpen = held.position === "undecided" && requests > 0 && (errors > 0 || requests < LEAST_REQUESTS);
  return {
    summary: summaryOf(held, said, abovePercent),
    measurements: [errorRate(counts, held, abovePercent)],
    problems: held.position === "above" ? [stillTooMany(counts, said, abovePercent)] : [],
    doubts: [...obstacles, ...(isOpen ? [tooFew(counts, said, abovePercent)] : [])],
  };
}

function doubtful(...doubts: readonly Fault[]): ErrorsAfter {
  return { summary: "", measurements: [], problems: [], doubts };
}

function summaryOf(held: HeldShare, said: string, abovePercent: number): string {
  if (held.position === "undecided")
    return `None of the last ${counted(held.total, "request")} failed; so few do not prove that errors are under ${abovePercent} %.`;
  const proof =
    held.decidedBy === "plain"
      ? "by the plain comparison"
      : `at most ${percentage(100 * held.interval.high, abovePercent)} with ${confidenceText(held.interval.confidence)} confidence`;
  return `Errors are under ${abovePercent} % again (${said}): ${proof}.`;
}

function errorRate(counts: ErrorCounts, held: HeldShare, abovePercent: number): Measurement {
  return measured({
    signal: "error rate after the rollback",
    value: held.share === null ? null : rounded(100 * held.share),
    unit: "percent",
    limit: abovePercent,
    comparison: "at-most",
    window: windowOf(counts.slices),
    samples: held.total,
    interval: intervalInPercent(held),
    source: counts.source,
    query: `${counts.errors.query} ÷ ${counts.requests.query}`,
  });
}

function unknownErrors(where: string, abovePercent: number): Explanation {
  return {
    what: `Whether errors are under ${abovePercent} % again after the rollback is not known.`,
    where,
    why: "The error counts after it could not be read.",
    fix: "Look at the error rate of the track that takes the traffic now.",
  };
}

function stillTooMany(counts: ErrorCounts, said: string, abovePercent: number): Explanation {
  return {
    what: `After the rollback errors are still above ${abovePercent} %: ${said}.`,
    where: placeOf(counts),
    why: `The errors are not the canary's alone, or the canary still answers. Query: ${counts.errors.query}`,
    fix: "Look for what both versions share: dependencies, the load balancer, the network.",
  };
}

function tooFew(counts: ErrorCounts, said: string, abovePercent: number): Fault {
  const problem = {
    what: `That errors are under ${abovePercent} % again after the rollback is not known: ${said}.`,
    where: placeOf(counts),
    why: `So few requests prove neither side. Query: ${counts.errors.query}`,
    fix: "Look again when there were more requests.",
  };
  return { cause: "too-few-samples", problem };
}
