/** A span of time in milliseconds since 1970. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };

/** Reads `from` and `to` of a query: epoch milliseconds or `now-5m`. Undefined when either cannot be read. */
export function readTimeRange(from: string, to: string, nowMs: number): TimeRange | undefined {
  const [fromMs, toMs] = [readTime(from, nowMs), readTime(to, nowMs)];
  return fromMs === undefined || toMs === undefined || fromMs >= toMs ? undefined : { fromMs, toMs };
}

function readTime(time: string, nowMs: number): number | undefined {
  if (/^\d{10,}$/.test(time)) return Number(time);
  const match = /^now(?:-(\d+)([smhdw]))?$/.exec(time);
  return match === null ? undefined : nowMs - Number(match[1] ?? 0) * (UNIT_MS[match[2] ?? ""] ?? 0);
}

/** The step of a range query in seconds: as fine as asked for, within Prometheus's 11,000 points. */
export function stepSeconds(range: TimeRange, intervalMs: number, maxDataPoints: number): number {
  const spanSeconds = (range.toMs - range.fromMs) / 1000;
  return Math.max(1, Math.ceil(intervalMs / 1000), Math.ceil(spanSeconds / Math.min(maxDataPoints, 10_000)));
}
