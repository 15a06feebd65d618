import { InconclusiveError } from "../../../errors";
import { atSecond } from "../../../model/slices";
import type { Prometheus } from "../../prometheus";
import type { QueryAnswer, Sample } from "../query-answer";
import { seriesTwice, wrongKind, type MatrixAnswer } from "../query-range";
import { labelsText, seriesKey, withoutName, type Labels } from "../series-key";
import { overLast, type Source } from "./source";

/** Moments in ms: from the first to the last, each a step after the one before. */
export interface Grid {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** One series on a grid: a value for each moment, undefined where it has none. */
export interface GridSeries {
  /** As the answer has them, often with the metric's name. */
  readonly labels: Labels;
  /** The same for every answer about this series, whether it has the metric's name or not. */
  readonly key: string;
  readonly values: readonly (number | undefined)[];
}

/** One series with its samples as they were scraped. */
export interface RawSeries extends Pick<GridSeries, "labels" | "key"> {
  readonly samples: readonly Sample[];
}

/** How many questions are asked at once, where there are many. */
const AT_ONCE = 6;

/** Two seconds of a value that is there at each second: three samples where a range includes both its ends. */
const RANGE_PROBE = "count_over_time(vector(1)[2s:1s])";

/** Asks Prometheus for samples of sources, so that a range always begins after its start and ends with its end. */
export class Asker {
  private cutOffMs: Promise<number> | undefined;

  constructor(
    private readonly prometheus: Prometheus,
    /** System, address and environment. */
    readonly where: string,
  ) {}

  /** A function over the source's samples of each step, at the step's end. @param wrap makes PromQL of the range. */
  async atSteps(source: Source, grid: Grid, wrap: (range: string) => string): Promise<readonly GridSeries[]> {
    const range = overLast(source, grid.stepMs - (await this.msBeforeRange(grid.endMs)));
    return await this.onGrid(wrap(range), grid);
  }

  /** An expression at each moment of a grid. */
  async onGrid(promql: string, { startMs, endMs, stepMs }: Grid): Promise<readonly GridSeries[]> {
    const range = { start: atSecond(startMs / 1_000), end: atSecond(endMs / 1_000), stepSeconds: stepMs / 1_000 };
    const { series } = await this.prometheus.queryRange(promql, range);
    const length = (endMs - startMs) / stepMs + 1;
    return this.eachOnce(promql, series).map(({ labels, key, samples }) => {
      const values = Array.from<number | undefined>({ length });
      for (const { atSeconds, value } of samples) values[Math.round((atSeconds * 1_000 - startMs) / stepMs)] = value;
      return { labels, key, values };
    });
  }

  /** The source's samples after `startMs` up to `endMs`, as they were scraped. */
  async raw(source: Source, startMs: number, endMs: number): Promise<readonly RawSeries[]> {
    const promql = overLast(source, endMs - startMs);
    const answer = await this.prometheus.query(promql, atSecond(endMs / 1_000));
    const { series } = this.asMatrix(answer, promql);
    return this.eachOnce(promql, series).map(({ samples, ...rest }) => ({
      ...rest,
      samples: samples.filter(({ atSeconds }) => atSeconds * 1_000 > startMs && atSeconds * 1_000 <= endMs),
    }));
  }

  /** A function's value for each series at one moment. */
  async at(promql: string, atMs: number): Promise<readonly (Pick<GridSeries, "labels" | "key"> & { value: number })[]> {
    const answer = await this.prometheus.query(promql, atSecond(atMs / 1_000));
    if (answer.kind !== "vector") throw wrongKind(answer.kind, promql, this.where, "vector");
    return this.eachOnce(promql, answer.series);
  }

  /** Carries out many askings, a few at once. */
  async inTurn<Item, Result>(items: readonly Item[], ask: (item: Item) => Promise<Result>): Promise<Result[]> {
    const results: Result[] = [];
    for (let first = 0; first < items.length; first += AT_ONCE) {
      results.push(...(await Promise.all(items.slice(first, first + AT_ONCE).map(ask))));
    }
    return results;
  }

  /** 1 where a range includes its start (Prometheus 2), 0 where it begins after it (Prometheus 3, VictoriaMetrics). */
  private msBeforeRange(nearMs: number): Promise<number> {
    const at = atSecond(Math.floor(nearMs / 1_000)); // a whole second: the probe's samples stand at whole seconds
    this.cutOffMs ??= this.prometheus.query(RANGE_PROBE, at).then((answer) => {
      const count = answer.kind === "vector" ? answer.series[0]?.value : undefined;
      if (count !== 2 && count !== 3) throw strangeRange(count, this.where);
      return count - 2;
    });
    return this.cutOffMs;
  }

  private asMatrix(answer: QueryAnswer, promql: string): MatrixAnswer {
    if (answer.kind !== "matrix") throw wrongKind(answer.kind, promql, this.where, "matrix");
    return answer;
  }

  /** The series by their labels without the metric's name; each may be there only once. */
  private eachOnce<One extends { readonly labels: Labels }>(promql: string, series: readonly One[]) {
    const seen = new Set<string>();
    return series.map((one) => {
      const key = seriesKey(withoutName(one.labels));
      if (seen.has(key)) throw seriesTwice(labelsText(one.labels), promql, this.where);
      seen.add(key);
      return { ...one, key };
    });
  }
}

function strangeRange(count: number | undefined, where: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The query ${RANGE_PROBE} gave ${count ?? "no value"}; a server that counts as Prometheus does gives 2 or 3.`,
      where,
      why: "The server does not cut ranges as Prometheus does, so that counts by it would be others than they seem.",
      fix: "Check that the address is the query API of Prometheus, Thanos, Mimir or VictoriaMetrics.",
    },
  ]);
}
