/** A value at a time, Unix milliseconds; null: no value there, so that the line breaks. */
export type ChartPoint = readonly [at: number, value: number | null];

/** One line of a chart. */
export interface ChartSeries {
  readonly name: string;
  /** By ascending time. */
  readonly points: readonly ChartPoint[];
}

/** A value that the series are held against, drawn across the chart. */
export interface ChartLimit {
  readonly name: string;
  /** In the chart's unit. */
  readonly value: number;
}

/** Something that happened at a time, Unix milliseconds. */
export interface ChartMark {
  readonly at: number;
  readonly name: string;
  /** `checkpoint`: a point of the plan, also the roll-out. `finding`: what should not be, such as a restart. */
  readonly kind: "checkpoint" | "finding";
}

/** A time without data, Unix milliseconds. */
export interface ChartGap {
  readonly from: number;
  readonly to: number;
  /** Name of the only series that has no data then; null: none has. */
  readonly series: string | null;
}

/** How sure the values of a series are: one low and one high for each of its points, null where it has none. */
export interface ChartInterval {
  readonly series: string;
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** What a chart shows, in the words of its reader: drawing it adds nothing but the look. */
export interface Chart {
  readonly title: string;
  /** Of all values: "%", "ms", "GB". */
  readonly unit: string;
  /** The time that it covers, ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly series: readonly ChartSeries[];
  readonly limits: readonly ChartLimit[];
  readonly marks: readonly ChartMark[];
  readonly gaps: readonly ChartGap[];
  readonly intervals?: readonly ChartInterval[];
}

/** The words that a chart of readings is made with, in one language. */
export interface ChartWords {
  readonly errorRate: string;
  readonly p95: string;
  readonly memory: string;
  readonly trafficShare: string;
  readonly probes: string;
  readonly canary: string;
  readonly legacy: string;
  readonly limit: string;
  /** A mark: the instance's process began anew. */
  restart(instance: string): string;
  /** A mark: the quantile is above the histogram's last bound. */
  aboveLastBound(boundMs: number): string;
  /** A mark: so many probes of the target failed one after the other. */
  failedProbes(count: number, target: string): string;
}

/** A point of the plan, to be marked where it lies in the chart's time. */
export interface ChartCheckpoint {
  /** ISO 8601. */
  readonly at: string;
  readonly name: string;
}
