import type { ProportionRule } from "../../model/proportion-rule";
import type { HeldShare } from "../proportion";
import { isBelow } from "../statistics/rounded";
import { holdAbove } from "./held-above";

/**
 * Which endpoints have too many errors. `one`: one, and all others have fewer. `several`: at least two, and at least one other has
 * fewer. `all`: each of at least two. `none`: each is proven not to have too many. `unclear`: the numbers do not tell.
 */
export type EndpointPattern = "none" | "one" | "several" | "all" | "unclear";

/** Requests and errors of one endpoint, whole numbers. */
export interface CountedEndpoint {
  readonly endpoint: string;
  readonly requests: number;
  readonly errors: number;
}

/** One endpoint held against the limit. */
export interface HeldEndpoint {
  readonly endpoint: string;
  readonly held: HeldShare;
  /** `affected`: too many errors are proven. `spared`: fewer are. `open`: neither. */
  readonly state: "affected" | "spared" | "open";
}

/** The endpoints that had requests, and what they are together. */
export interface Pattern {
  readonly pattern: EndpointPattern;
  /** The highest proven share first. */
  readonly endpoints: readonly HeldEndpoint[];
}

/**
 * Holds each endpoint's share of errors against the limit. Proof that one is above is asked at a level that allows for so many
 * endpoints being looked at. Spared is an endpoint that is proven not to be above, or one whose observed share keeps the limit and
 * is proven to be less than the worst endpoint's: few requests without an error do not spare it.
 */
export function patternOf(counted: readonly CountedEndpoint[], limitShare: number, rule: ProportionRule): Pattern {
  const asked = counted.filter(({ requests }) => requests > 0);
  const corrected = { ...rule, looks: rule.looks * Math.max(1, asked.length) };
  const held = asked
    .map(({ endpoint, requests, errors }) => ({
      endpoint,
      held: holdAbove({ events: errors, total: requests }, limitShare, corrected),
    }))
    .toSorted((a, b) => b.held.lowOfAbove - a.held.lowOfAbove || (b.held.share ?? 0) - (a.held.share ?? 0));
  const [worst] = held;
  const endpoints = held.map((one) => ({ ...one, state: stateOf(one.held, worst?.held ?? one.held, limitShare) }));
  return { endpoints, pattern: together(endpoints) };
}

function stateOf(held: HeldShare, worst: HeldShare, limitShare: number): HeldEndpoint["state"] {
  if (held.position === "above") return "affected";
  if (held.position === "below") return "spared";
  const keepsLimit = held.share !== null && !isBelow(limitShare, held.share);
  const isLess = worst.position === "above" && isBelow(held.interval.high, worst.lowOfAbove);
  return keepsLimit && isLess ? "spared" : "open";
}

function together(endpoints: readonly HeldEndpoint[]): EndpointPattern {
  const count = (state: HeldEndpoint["state"]) => endpoints.filter((one) => one.state === state).length;
  const [affected, spared, open] = [count("affected"), count("spared"), count("open")];
  if (affected === 0) return open === 0 && spared > 0 ? "none" : "unclear";
  if (affected > 1 && spared > 0) return "several";
  if (affected === 1) return spared > 0 && open === 0 ? "one" : "unclear";
  return open === 0 ? "all" : "unclear";
}
