import type { Fault } from "./precedence";
import { confidenceText, counted, duration, percentage } from "./figures";
import type { HeldShare } from "./proportion";

/** The words of a share that is held against a limit, in percent. `isTurned`: the share of the others is spoken of. */
export interface ShareWords {
  /** "Error rate", "Availability by requests". */
  readonly name: string;
  readonly limitPercent: number;
  /** The limit is a least one, for the share of what is no event: availability above 99.95 %. */
  readonly isTurned: boolean;
  /** "2 errors in 10,000 requests". */
  readonly counts: string;
}

/** "Error rate 0.02 % (2 errors in 10,000 requests)"; without a share, only its name. */
export function subjectOf({ share }: HeldShare, words: ShareWords): string {
  return share === null ? words.name : `${words.name} ${said(share, words)} (${words.counts})`;
}

/** The sentence of a share that keeps its limit. */
export function keptText(held: HeldShare, words: ShareWords): string {
  const side = words.isTurned ? "above" : "below";
  return `${subjectOf(held, words)}: ${side} ${words.limitPercent} %, ${boundText(held, words)}.`;
}

/** The sentence of a share that breaks its limit. */
export function brokenText(held: HeldShare, words: ShareWords): string {
  const subject = subjectOf(held, words);
  if (held.decidedBy === "plain")
    return `${subject} is not ${words.isTurned ? "above" : "below"} ${words.limitPercent} %, by the plain comparison.`;
  const [side, bound] = words.isTurned ? ["below", "at most"] : ["above", "at least"];
  const proof = `${bound} ${said(held.lowOfAbove, words)} with ${confidenceText(held.confidenceOfAbove)} confidence`;
  return `${subject} is ${side} ${words.limitPercent} %: ${proof}.`;
}

/** Too few requests: what is not proven, how many more prove it, and how long they take at the present rate. */
export function tooFewFault(held: HeldShare, words: ShareWords, where: string, windowSeconds: number): Fault {
  const side = words.isTurned ? "above" : "below";
  const may = words.isTurned ? "it may be as low as" : "it may be as high as";
  const bound = `${may} ${said(held.interval.high, words)} with ${confidenceText(held.interval.confidence)} confidence`;
  const unproven = `${subjectOf(held, words)} is not proven to be ${side} ${words.limitPercent} %`;
  const what = held.decidedBy === "plain" ? `${unproven}.` : `${unproven}: ${bound}.`;
  const problem = { what, where, why: neededText(held, windowSeconds), fix: fixText(held) };
  return { cause: "too-few-samples", problem };
}

function said(share: number, { isTurned, limitPercent }: ShareWords): string {
  return percentage(100 * (isTurned ? 1 - share : share), limitPercent);
}

function boundText(held: HeldShare, words: ShareWords): string {
  if (held.decidedBy === "plain") return "by the plain comparison";
  const bound = words.isTurned ? "at least" : "at most";
  return `${bound} ${said(held.interval.high, words)} with ${confidenceText(held.interval.confidence)} confidence`;
}

function neededText({ total, stillNeeded, decidedBy, share }: HeldShare, windowSeconds: number): string {
  const few = `${counted(total, "request")} ${total === 1 ? "is" : "are"} too few.`;
  if (stillNeeded === null)
    return `${few} At the share that was seen no number of further requests proves it: that share is at its limit or beyond, but not by so much that this is proven either.`;
  const at = decidedBy === "plain" || share === null ? "" : " at the share that was seen";
  const seconds = total === 0 ? null : (stillNeeded * windowSeconds) / total;
  const time = seconds === null ? "" : `; at the present rate that takes ${duration(seconds)}`;
  return `${few} ${counted(stillNeeded, "more request")}${at} would do${time}.`;
}

function fixText({ stillNeeded }: HeldShare): string {
  if (stillNeeded === null)
    return "Look at the errors: the canary is near its limit. More requests will tell on which side.";
  return "Run the check again when there were more requests, give the canary more traffic, or choose the plain comparison in the environment file.";
}
