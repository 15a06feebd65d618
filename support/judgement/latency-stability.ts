import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { ProportionRule } from "../model/proportion-rule";
import type { LatencyChange, LatencyCounts } from "../model/readings/canary-metrics";
import { windowOf } from "../model/slices";
import { placeOf } from "./error-counts";
import { counted, figure } from "./figures";
import { measured } from "./judged";
import { countLatency, type CountedLatency } from "./latency-buckets";
import { holdLatency, latencyFindings, p95, quantileText, type HeldLatency } from "./latency";
import { decide, type Fault, type Findings } from "./precedence";
import { isBelow, rounded } from "./statistics/rounded";

/** With fewer requests P95 rests on less than ten slow ones, and its change is noise. */
const LEAST_REQUESTS = 200;

/** By how much P95 may change, and what it must stay below all the same. */
export interface StabilityLimits {
  readonly changePercent: number;
  readonly belowMs: number;
}

/** One end of the comparison. */
interface End {
  readonly counts: LatencyCounts;
  readonly found: CountedLatency;
  readonly latency: HeldLatency | null;
}

/**
 * Judges that the canary's P95 of its last hours is stable against its first hours and still below the limit. Only a
 * canary that became slower by more than the tolerance fails; one that became faster by as much passes, and the summary says so.
 * Exactly at the tolerance is within it. Legacy's own change over the same time is shown, and named where it moved likewise.
 */
export function judgeLatencyStability(
  { canary, legacy }: LatencyChange,
  { changePercent, belowMs }: StabilityLimits,
  rule: ProportionRule,
): Judgement {
  const ends = { first: endOf(canary.first, belowMs, rule), last: endOf(canary.last, belowMs, rule) };
  const change = changeOf(ends.first, ends.last);
  const legacyChange = changeOf(endOf(legacy.first, belowMs, rule), endOf(legacy.last, belowMs, rule));
  const besides = { changePercent, legacyChange };
  const ofLast = latencyFindings(ends.last.counts, ends.last.found, ends.last.latency, belowMs);
  const isSlower = change !== null && isBelow(changePercent, change);
  const slower = isSlower ? [tooMuchSlower(ends, change, besides)] : [];
  const findings: Findings = {
    ...firstOf(ends.first.found.obstacles, ofLast),
    "a limit that is proven to be broken": [...slower, ...ofLast["a limit that is proven to be broken"]],
    "a limit that is not proven to be kept":
      fewFault(ends.first) ??
      fewFault(ends.last) ??
      aboveLastBound(ends) ??
      ofLast["a limit that is not proven to be kept"],
  };
  const measurements = [
    { ...p95(canary.first, ends.first.latency, null), signal: "P95 response time, first hours" },
    { ...p95(canary.last, ends.last.latency, belowMs), signal: "P95 response time, last hours" },
    changeMeasured(canary.last, "change of P95", change, changePercent),
    changeMeasured(legacy.last, "change of legacy's P95", legacyChange, null),
  ];
  return decide(findings, change === null ? null : stableText(ends, change, besides), measurements);
}

interface Ends {
  readonly first: End;
  readonly last: End;
}

interface Besides {
  readonly changePercent: number;
  /** null: it could not be told. */
  readonly legacyChange: number | null;
}

function endOf(counts: LatencyCounts, belowMs: number, rule: ProportionRule): End {
  const found = countLatency(counts);
  return { counts, found, latency: found.histogram === null ? null : holdLatency(found.histogram, belowMs, rule) };
}

/** By how many percent P95 has risen; null where either end has too few requests or no value. */
function changeOf(first: End, last: End): number | null {
  const [from, to] = [first, last].map(({ latency }) =>
    latency === null || latency.total < LEAST_REQUESTS ? null : latency.quantile.valueMs,
  );
  if (typeof from !== "number" || typeof to !== "number" || from <= 0) return null;
  return (100 * (to - from)) / from;
}

/** The obstacles of both ends: the first end's where it has one, else the last one's. */
function firstOf(first: CountedLatency["obstacles"], last: CountedLatency["obstacles"]): CountedLatency["obstacles"] {
  const either = (obstacle: keyof CountedLatency["obstacles"]) => first[obstacle] ?? last[obstacle];
  return {
    "numbers that are no counts": either("numbers that are no counts"),
    "counts that contradict each other": either("counts that contradict each other"),
    "a hole in the coverage": either("a hole in the coverage"),
    "counts that are absent or zero": either("counts that are absent or zero"),
  };
}

function tooMuchSlower({ first, last }: Ends, change: number, { changePercent, legacyChange }: Besides): Explanation {
  return {
    what: `P95 rose by ${changeText(change)} from ${valueText(first)} to ${valueText(last)}; at most ${changePercent} % are allowed.`,
    where: placeOf(last.counts),
    why: `${legacySays(legacyChange, changePercent)} Query: ${last.counts.query}`,
    fix: "Look for what grows with time: a cache that fills, a table without an index, connections that are not given back.",
  };
}

function legacySays(legacyChange: number | null, changePercent: number): string {
  if (legacyChange === null) return "Legacy's P95 over the same time is not known.";
  if (isBelow(changePercent, legacyChange))
    return `Legacy's P95 rose likewise, by ${changeText(legacyChange)}: the cause is probably shared, such as the database or the load.`;
  return `Legacy's P95 did not rise likewise (${signed(legacyChange)}), so the cause is probably the canary's own.`;
}

function stableText({ first, last }: Ends, change: number, { changePercent }: Besides): string {
  const isFaster = isBelow(change, -changePercent);
  const how = isFaster ? `it became faster by ${changeText(-change)}, more than ${changePercent} %` : signed(change);
  return `P95 went from ${valueText(first)} to ${valueText(last)} (${how}; at most ${changePercent} % more are allowed).`;
}

function valueText({ latency }: End): string {
  return latency === null ? "an unknown value" : quantileText(latency.quantile);
}

function fewFault({ counts, latency }: End): Fault | null {
  if (latency === null || latency.total >= LEAST_REQUESTS) return null;
  const problem = {
    what: `P95 over this time rests on ${counted(latency.total, "request")}; to compare it, at least ${LEAST_REQUESTS} are needed.`,
    where: placeOf(counts),
    why: `${counts.track} was given too little traffic. Query: ${counts.query}`,
    fix: "Run the check again when there were more requests, or give the canary more traffic.",
  };
  return { cause: "too-few-samples", problem };
}

/** Without a value at either end nothing can be compared. */
function aboveLastBound({ first, last }: Ends): Fault | null {
  const end = [first, last].find(({ latency }) => latency !== null && latency.quantile.valueMs === null);
  if (end === undefined) return null;
  const problem = {
    what: `P95 is ${valueText(end)}, so its change is unknown.`,
    where: placeOf(end.counts),
    why: `More than 5 % of the requests took longer than the histogram can tell. Query: ${end.counts.query}`,
    fix: "See why requests took so long; give the histogram a greater last bound.",
  };
  return { cause: "no-data", problem };
}

function changeMeasured(
  counts: LatencyCounts,
  signal: string,
  change: number | null,
  changePercent: number | null,
): Measurement {
  return measured({
    signal,
    value: change === null ? null : rounded(change),
    unit: "percent",
    limit: changePercent,
    comparison: changePercent === null ? null : "at-most",
    window: windowOf(counts.slices),
    source: counts.source,
    query: counts.query,
  });
}

function changeText(change: number): string {
  return `${figure(change)} %`;
}

function signed(change: number): string {
  return `${change > 0 ? "+" : ""}${figure(change)} %`;
}
