import type { Measurement } from "../model/measurement";
import type { ErrorCounts, LatencyCounts } from "../model/readings/canary-metrics";
import { windowOf } from "../model/slices";
import { countErrors } from "./error-counts";
import { figure } from "./figures";
import { measured } from "./judged";
import { countLatency } from "./latency-buckets";
import { probabilityOfAsManyByChance, type Counted } from "./statistics/fisher-exact";
import { rounded } from "./statistics/rounded";

/** One track's part of a comparison. */
interface Side {
  readonly reading: ErrorCounts | LatencyCounts;
  readonly query: string;
  /** null: not known. */
  readonly counted: Counted | null;
}

/** The error rates of both tracks, and how probable the canary's is by chance if both were alike. Shown, not judged. */
export function compareErrorRates(canary: ErrorCounts, legacy: ErrorCounts): Measurement[] {
  return compared("error rate", errorsOf(canary), errorsOf(legacy));
}

/** The shares of requests above the limit of both tracks, and how probable the canary's is by chance. Shown, not judged. */
export function compareSlowRequests(canary: LatencyCounts, legacy: LatencyCounts, limitMs: number): Measurement[] {
  const signal = `share of requests above ${figure(limitMs)} ms`;
  return compared(signal, slowOf(canary, limitMs), slowOf(legacy, limitMs));
}

function errorsOf(reading: ErrorCounts): Side {
  const { totals } = countErrors(reading);
  const query = `${reading.errors.query} ÷ ${reading.requests.query}`;
  return { reading, query, counted: totals && { events: totals.errors, total: totals.requests } };
}

function slowOf(reading: LatencyCounts, limitMs: number): Side {
  const { histogram } = countLatency(reading);
  const bucket = histogram?.buckets.find(({ boundMs }) => Math.abs(boundMs - limitMs) <= 1e-9 * limitMs);
  const isKnown = histogram !== null && bucket !== undefined;
  const counted = isKnown ? { events: histogram.total - bucket.count, total: histogram.total } : null;
  return { reading, query: reading.query, counted };
}

function compared(signal: string, canary: Side, legacy: Side): Measurement[] {
  const isKnown = canary.counted !== null && legacy.counted !== null;
  const hasBoth = isKnown && canary.counted.total > 0 && legacy.counted.total > 0;
  return [
    shareOf(`canary's ${signal}`, canary),
    shareOf(`legacy's ${signal}`, legacy),
    measured({
      signal: `probability that the canary's ${signal} is so high by chance (Fisher's exact test)`,
      value: hasBoth ? rounded(probabilityOfAsManyByChance(canary.counted, legacy.counted)) : null,
      unit: "",
      window: windowOf(canary.reading.slices),
      samples: hasBoth ? canary.counted.total + legacy.counted.total : null,
      source: canary.reading.source,
      query: `${canary.query} against ${legacy.query}`,
    }),
  ];
}

function shareOf(signal: string, { reading, query, counted }: Side): Measurement {
  const isKnown = counted !== null && counted.total > 0;
  return measured({
    signal,
    value: isKnown ? rounded((100 * counted.events) / counted.total) : null,
    unit: "percent",
    window: windowOf(reading.slices),
    samples: counted?.total ?? null,
    source: reading.source,
    query,
  });
}
