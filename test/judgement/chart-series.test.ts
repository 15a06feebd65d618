import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  errorRateChart,
  latencyChart,
  memoryChart,
  probesChart,
  trafficShareChart,
  type ChartFrame,
} from "../../support/judgement/chart-series";
import { MOST_POINTS, thinned } from "../../support/judgement/chart-series/thin";
import type { Chart } from "../../support/model/chart";
import type {
  CounterReading,
  Coverage,
  ErrorCounts,
  InstanceMemory,
  LatencyCounts,
  MemorySamples,
  ProbeSamples,
  TimedValue,
  TrafficCounts,
} from "../../support/model/readings/canary-metrics";
import { CHART_WORDS } from "../../support/reporting/charts/chart-words";

const START = Date.parse("2026-01-01T00:00:00Z") / 1000;
const SLICES = { edges: [0, 1800, 3600, 5400].map((after) => START + after) };
const WINDOW = { start: "2026-01-01T00:00:00.000Z", end: "2026-01-01T01:30:00.000Z" };
const FRAME: ChartFrame = { words: CHART_WORDS.en, checkpoints: [] };

const ms = (minutes: number) => (START + 60 * minutes) * 1000;
const values = ({ series }: Chart) => series.map(({ points }) => points.map(([, value]) => value));
const gaps = ({ gaps }: Chart) => gaps.map(({ from, to, series }) => [from, to, series]);
const findings = ({ marks }: Chart) => marks.map(({ at, name }) => [at, name]);

type Increases = readonly (number | null)[];

function counter(...series: readonly Increases[]): CounterReading {
  return {
    query: "requests_total",
    series: series.map((increases) => ({ labels: {}, increases, isBornInside: false, resets: 0 })),
  };
}

function coverage(answered: readonly number[] = [120, 120, 120]): Coverage {
  const instances = [{ instance: "app-1", scrapes: [120, 120, 120], answered, lastScrapeAt: START + 5400 }];
  return { query: "up", scrapeIntervalSeconds: 15, instances };
}

const READING = { where: "Prometheus", source: "Prometheus", slices: SLICES, coverage: coverage() };

function errors(requests: CounterReading, errors: CounterReading, of: Partial<ErrorCounts> = {}): ErrorCounts {
  return { ...READING, track: "canary", requests, errors, isFamilyKnown: true, ...of };
}

describe("the chart of the error rate", () => {
  const BUSY = counter([1000, 1000, 1000]);
  const draw = (canary: ErrorCounts, legacy?: ErrorCounts) =>
    errorRateChart({ canary, legacy, limitPercent: 0.5 }, FRAME);
  const rows: Readonly<Record<string, readonly [Chart, Increases, readonly unknown[]]>> = {
    "the series of a track are summed before they are divided": [
      draw(errors(counter([400, 900, 1000], [600, 100, null]), counter([1, 0, 5], [1, 0, null]))),
      [0.2, 0, 0.5],
      [],
    ],
    "absent errors are zero where the metric is known": [draw(errors(BUSY, counter())), [0, 0, 0], []],
    "absent errors are unknown where the metric is not": [
      draw(errors(BUSY, counter(), { isFamilyKnown: false })),
      [null, null, null],
      [[ms(0), ms(90), null]],
    ],
    "a slice without traffic has no rate, and is no gap": [
      draw(errors(counter([1000, 0, 1000]), counter([0, 0, 1]))),
      [0, null, 0.1],
      [],
    ],
    "a slice without samples is a gap": [
      draw(errors(counter([1000, null, null]), counter([0, null, null]))),
      [0, null, null],
      [[ms(30), ms(90), null]],
    ],
    "no series at all is a gap from end to end": [
      draw(errors(counter(), counter())),
      [null, null, null],
      [[ms(0), ms(90), null]],
    ],
    "what is no number is no data": [
      draw(errors(BUSY, counter([Number.NaN, -1, Number.POSITIVE_INFINITY]))),
      [null, null, null],
      [[ms(0), ms(90), null]],
    ],
    "more errors than requests are no rate": [
      draw(errors(BUSY, counter([0, 1001, 0]))),
      [0, null, 0],
      [[ms(30), ms(60), null]],
    ],
    "a slice in which no scrape was answered is a gap, whatever the counters seem to say": [
      draw(errors(BUSY, counter(), { coverage: coverage([120, 0, 120]) })),
      [0, null, 0],
      [[ms(30), ms(60), null]],
    ],
  };
  for (const [sentence, [chart, expected, expectedGaps]] of Object.entries(rows)) {
    test(sentence, () => {
      assert.deepEqual(values(chart), [expected]);
      assert.deepEqual(gaps(chart), expectedGaps);
    });
  }

  test("names the track that alone has a gap, and none where both have", () => {
    const chart = draw(
      errors(counter([null, 10, 10]), counter()),
      errors(counter([null, null, 10]), counter(), { track: "legacy", coverage: coverage([120, 120, 120]) }),
    );
    assert.deepEqual(
      chart.series.map(({ name }) => name),
      ["canary", "legacy"],
    );
    assert.deepEqual(gaps(chart), [
      [ms(0), ms(30), "canary"],
      [ms(0), ms(60), "legacy"],
    ]);
    assert.deepEqual(gaps(draw(errors(counter(), counter()), errors(counter(), counter()))), [[ms(0), ms(90), null]]);
  });

  test("shows the limit, the bounds that it was given, and the checkpoints inside the window", () => {
    const checkpoints = ["2025-12-31T23:59:59Z", "2026-01-01T00:45:00Z", "2026-01-01T01:30:00Z"];
    const chart = errorRateChart(
      {
        canary: errors(counter([200, 0, 100]), counter([1, 0, 0])),
        limitPercent: 0.5,
        bounds: (events, total) => ({ low: events / total / 2, high: (events + 1) / total }),
      },
      { words: CHART_WORDS.ko, checkpoints: checkpoints.map((at) => ({ at, name: at.slice(11, 16) })) },
    );
    assert.deepEqual(
      [chart.title, chart.unit, chart.from, chart.to],
      ["에러율", "%", "2026-01-01T00:00:00.000Z", "2026-01-01T01:30:00.000Z"],
    );
    assert.deepEqual(chart.limits, [{ name: "한계", value: 0.5 }]);
    assert.deepEqual(chart.intervals, [{ series: "카나리", low: [0.25, null, 0], high: [1, null, 1] }]);
    assert.deepEqual(findings(chart), [
      [ms(45), "00:45"],
      [ms(90), "01:30"],
    ]);
    assert.deepEqual(
      chart.series[0]?.points.map(([at]) => at),
      [ms(15), ms(45), ms(75)],
    );
  });
});

describe("the chart of the P95", () => {
  const draw = (bounds: readonly number[], ...increases: readonly Increases[]) => {
    const buckets = bounds.map((upperBoundMs, index) => ({ upperBoundMs, increases: increases[index] ?? [] }));
    const canary: LatencyCounts = { ...READING, track: "canary", query: "seconds_bucket", buckets, resets: 0 };
    return latencyChart({ canary, limitMs: 100 }, FRAME);
  };
  const INF = Number.POSITIVE_INFINITY;

  test("interpolates within the bucket, the first of which begins at 0", () => {
    const chart = draw([50, 100, INF], [900, 1000, 940], [1000, 1000, 960], [1000, 1000, 1000]);
    assert.deepEqual(values(chart), [[75, 47.5, 75]]);
  });

  test("draws what is above the last bound at that bound, and marks where it begins", () => {
    const chart = draw([50, 100, INF], [1000, 0, 0], [1000, 900, 900], [1000, 1000, 1000]);
    assert.deepEqual(values(chart), [[47.5, 100, 100]]);
    assert.deepEqual(findings(chart), [[ms(45), "above 100 ms"]]);
    assert.equal(chart.marks[0]?.kind, "finding");
  });

  test("knows nothing of a histogram without buckets, without its last bound, or that is not cumulative", () => {
    const nothing = [[ms(0), ms(90), null]];
    assert.deepEqual(gaps(draw([])), nothing);
    assert.deepEqual(gaps(draw([INF], [1, 1, 1])), nothing);
    assert.deepEqual(gaps(draw([50, 100], [1, 1, 1], [2, 2, 2])), nothing);
    const odd = draw([50, 100, INF], [5, null, 0], [4, 1, 0], [9, 1, 0]);
    assert.deepEqual([values(odd), gaps(odd)], [[[null, null, null]], [[ms(0), ms(60), null]]]);
  });
});

function every(stepMinutes: number, of: readonly (number | null)[]): TimedValue[] {
  return of.flatMap((value, index) => (value === null ? [] : [{ at: START + 60 * stepMinutes * index, value }]));
}

describe("the chart of the memory", () => {
  const draw = (...instances: readonly Partial<InstanceMemory>[]) => {
    const canary: MemorySamples = {
      ...READING,
      track: "canary",
      query: "memory",
      startQuery: "start",
      stepSeconds: 900,
      instances: instances.map((of, index) => ({
        instance: `app-${index + 1}`,
        samples: every(15, [1.2e9, 1.3e9, 1.4e9, 1.3e9, 1.2e9, 1.2e9, 1.2e9]),
        starts: [{ at: START, value: START - 9000 }],
        seriesCount: 1,
        ...of,
      })),
    };
    return memoryChart({ canary }, FRAME);
  };

  test("shows each instance in GB, and marks a restart when the process says that it began", () => {
    const starts = [
      { at: START, value: START - 9000 },
      { at: START + 1800, value: START + 1750 },
    ];
    const chart = draw({}, { starts });
    assert.deepEqual(
      chart.series.map(({ name, points }) => [name, points.at(2)]),
      [
        ["app-1", [ms(30), 1.4]],
        ["app-2", [ms(30), 1.4]],
      ],
    );
    assert.deepEqual(findings(chart), [[(START + 1750) * 1000, "restart of app-2"]]);
    assert.deepEqual(gaps(chart), []);
  });

  test("breaks a line where samples are missing; the hole is everybody's where no instance fills it", () => {
    const samples = every(15, [1e9, 1e9, null, null, 1e9, 1e9, 1e9]);
    assert.deepEqual(gaps(draw({ samples })), [[ms(15), ms(60), null]]);
    assert.deepEqual(values(draw({ samples })), [[1, 1, null, 1, 1, 1]]);
    assert.deepEqual(gaps(draw({}, { samples })), [[ms(15), ms(60), "app-2"]]);
  });

  test("an instance that took another's place leaves no gap", () => {
    const [old, fresh] = [every(15, [1e9, 1e9, 1e9, 1e9]), every(15, [null, null, null, null, 1e9, 1e9, 1e9])];
    assert.deepEqual(gaps(draw({ samples: old }, { samples: fresh })), []);
  });

  test("draws nothing of what is no amount of memory, nor where two series claim to be it", () => {
    const nothing = [[ms(0), ms(90), null]];
    assert.deepEqual(gaps(draw()), nothing);
    assert.deepEqual(gaps(draw({ samples: every(15, [0, -1, Number.NaN]) })), nothing);
    assert.deepEqual(gaps(draw({ seriesCount: 2 })), nothing);
  });
});

describe("the chart of the traffic's share", () => {
  const draw = (canary: CounterReading, legacy: CounterReading) => {
    const counts: TrafficCounts = {
      ...{ where: "Prometheus", source: "Prometheus", window: WINDOW, slices: SLICES },
      ...{ service: { canary, legacy }, coverage: { canary: coverage(), legacy: coverage() } },
      ...{ balancerQuery: "", weightQuery: "", servers: [], configuredCanaryPercent: 5, configuredWhere: "HAProxy" },
    };
    return trafficShareChart({ counts, expectedPercent: 5, tolerancePoints: 0.1 }, FRAME);
  };

  test("is the canary's part of both, between its two limits", () => {
    const chart = draw(counter([50, 60, 0]), counter([950, 940, 0]));
    assert.deepEqual(values(chart), [[5, 6, null]]);
    assert.deepEqual(
      chart.limits.map(({ value }) => value),
      [5.1, 4.9],
    );
    assert.deepEqual(gaps(chart), []);
  });

  test("is not known where one of the counters is missing", () => {
    assert.deepEqual(gaps(draw(counter(), counter([1, 1, 1]))), [[ms(0), ms(90), null]]);
    assert.deepEqual(gaps(draw(counter([1, 1, 1]), counter([1, null, 1]))), [[ms(30), ms(60), null]]);
  });
});

describe("the chart of the probes", () => {
  const draw = (samples: readonly TimedValue[]) => {
    const canary: ProbeSamples = {
      ...{ where: "Prometheus", source: "Prometheus", track: "canary", window: WINDOW, query: "probe_success" },
      ...{ probeIntervalSeconds: 900, targets: [{ target: "app", samples, seriesCount: 1 }] },
    };
    return probesChart({ canary }, FRAME);
  };

  test("marks each run of failed probes once, with its length", () => {
    const chart = draw(every(15, [1, 0, 0, 1, 0, 1, 1]));
    assert.deepEqual(values(chart), [[100, 0, 0, 100, 0, 100, 100]]);
    assert.deepEqual(findings(chart), [
      [ms(15), "2 failed probes of app"],
      [ms(60), "1 failed probe of app"],
    ]);
  });

  test("a probe that is neither answered nor failed, and one that is missing, are no success", () => {
    const chart = draw(every(15, [1, 0.5, null, null, 1, 1, 1]));
    assert.deepEqual(values(chart), [[100, null, null, 100, 100, 100]]);
    assert.deepEqual(gaps(chart), [[ms(0), ms(60), null]]);
    assert.deepEqual(gaps(draw([])), [[ms(0), ms(90), null]]);
  });
});

describe("thinning", () => {
  const points = Array.from({ length: 11_520 }, (_, index) => [index, index % 100] as const);
  const spiked = points.map(([at, value]) => [at, at === 5000 ? 9999 : at === 7000 ? null : value] as const);

  test("keeps at most 600 points, both ends, the least, the most, and each break, in order", () => {
    const { points: kept } = thinned({ name: "canary", points: spiked });
    const times = kept.map(([at]) => at);
    assert.ok(kept.length <= MOST_POINTS && kept.length > 300, String(kept.length));
    assert.deepEqual([times[0], times.at(-1)], [0, 11_519]);
    assert.deepEqual(
      [5000, 7000].map((time) => kept.find(([at]) => at === time)?.[1]),
      [9999, null],
    );
    assert.deepEqual(
      times,
      [...times].sort((one, other) => one - other),
    );
  });

  test("leaves short lines as they are", () => {
    const series = { name: "canary", points: spiked.slice(0, MOST_POINTS) };
    assert.deepEqual(thinned(series), series);
  });
});
