import { loadWeek } from "../../rehearsal/history/load-week";
import { monitorSeries } from "../../rehearsal/history/monitor-series";
import { isThere } from "../../rehearsal/history/open-metrics";
import { plansOf } from "../../rehearsal/history/plans";
import type { Series } from "../../rehearsal/history/series";
import { serviceSeries } from "../../rehearsal/history/service-series";
import type { Track } from "../../rehearsal/plan";

const STARTS_AT = Date.parse("2025-10-21T14:00Z") / 1000;

/** Number of the scrape at a time of October 2025, "22 14:15" or "22 14:15:30". */
export function scrapeOf(time: string): number {
  return (Date.parse(`2025-10-${time.replace(" ", "T")}Z`) / 1000 - STARTS_AT) / 15;
}

/** The samples of a week, read without Prometheus. */
export class WeekReading {
  private readonly made = new Map<string, readonly Series[]>();
  private readonly plans;

  constructor(week: string) {
    this.plans = plansOf(loadWeek(week));
  }

  /** The series of a metric whose labels hold all of these; a value may be a regular expression. */
  find(
    source: Track | "monitors",
    name: string,
    labels: Readonly<Record<string, string | RegExp>> = {},
  ): readonly Series[] {
    return this.series(source).filter(
      (series) =>
        series.name === name &&
        Object.entries(labels).every(([label, wanted]) => {
          const value = series.labels[label] ?? "";
          return typeof wanted === "string" ? value === wanted : wanted.test(value);
        }),
    );
  }

  /** What users asked of the track between two times, and how much of it failed: exact, counters that begin anew included. */
  requests(track: Track, since: string, until: string): { readonly all: number; readonly errors: number } {
    const users = { handler: /^\/api\/v2\// };
    const name = "http_requests_total";
    return {
      all: growthOf(this.find(track, name, users), since, until),
      errors: growthOf(this.find(track, name, { ...users, status: /^5/ }), since, until),
    };
  }

  /** Linear interpolation in the bucket that the 95th percentile lies in, in milliseconds; Infinity beyond the last bound. */
  p95Ms(since: string, until: string): number {
    const grownUpTo = new Map<number, number>();
    for (const series of this.find("canary", "http_request_duration_seconds_bucket", { handler: /^\/api\/v2\// })) {
      const bound = Number(series.labels["le"]?.replace("+Inf", "Infinity")) * 1000;
      grownUpTo.set(bound, (grownUpTo.get(bound) ?? 0) + growthOf([series], since, until));
    }
    const buckets = [...grownUpTo].sort(([one], [other]) => one - other);
    const rank = 0.95 * (buckets.at(-1)?.[1] ?? Number.NaN);
    const index = buckets.findIndex(([, count]) => count >= rank);
    const [[low, below], [high, upTo]] = [buckets[index - 1] ?? [0, 0], buckets[index] ?? [Number.NaN, Number.NaN]];
    return low + ((rank - below) / (upTo - below)) * (high - low);
  }

  /** The track's memory at a time, in GB. */
  memoryGb(time: string): number {
    const [memory] = this.find("canary", "process_resident_memory_bytes");
    return (memory?.values[scrapeOf(time)] ?? Number.NaN) / 1e9;
  }

  private series(source: Track | "monitors"): readonly Series[] {
    const known = this.made.get(source);
    if (known !== undefined) return known;
    const { traffic, tracks } = this.plans;
    const series = source === "monitors" ? monitorSeries(this.plans) : serviceSeries(traffic, tracks[source]);
    this.made.set(source, series);
    return series;
  }
}

/** By how much counters grew between two times; where one falls, it began anew from zero. */
export function growthOf(counters: readonly Series[], since: string, until: string): number {
  const [first, last] = [scrapeOf(since), scrapeOf(until)];
  return counters.reduce((sum, series) => {
    let [grown, before] = [0, isThere(series, first) ? (series.values[first] ?? 0) : 0];
    for (let scrape = first + 1; scrape <= last; scrape++) {
      if (!isThere(series, scrape)) continue;
      const now = series.values[scrape] ?? 0;
      grown += now < before ? now : now - before;
      before = now;
    }
    return sum + grown;
  }, 0);
}
