import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createCanaryMetrics, type MetricsSettings } from "../../support/clients/prometheus/canary-metrics";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import type { CounterSeries } from "../../support/model/readings/canary-metrics";
import {
  startBackfilledPrometheus,
  startBackfilledVictoriaMetrics,
  type BackfilledServer,
} from "./prometheus/backfilled";
import { BEGIN, COUNTERS, HISTORY, SETTINGS, WINDOW } from "./prometheus/known-history";
import { createTestContext } from "./test-context";
import { connectionTo } from "./transport/local-servers";

const HALF_HOUR = 1_800;
const CANARY = "10.0.0.1:8000";
const byHandler = (series: readonly CounterSeries[]) =>
  new Map(series.map(({ labels, ...rest }) => [labels["handler"], rest]));

const SERVERS = {
  "Prometheus, whose ranges include both ends": startBackfilledPrometheus,
  "VictoriaMetrics, whose ranges begin after their start": startBackfilledVictoriaMetrics,
} as const;

after(() => closeTransports());

for (const [name, start] of Object.entries(SERVERS)) {
  describe(`a real ${name}`, () => {
    let server: BackfilledServer;
    const client = (about: Partial<MetricsSettings> = {}) => {
      const connection = connectionTo(server.url);
      const options = { connection, refusesPartialResponse: true, metrics: { ...SETTINGS, ...about } };
      return createCanaryMetrics(options, createTestContext().context);
    };
    before(async () => {
      server = await start(HISTORY);
    });
    after(() => server.stop());

    for (const { handler, increases, isBornInside = false, resets = 0 } of COUNTERS) {
      test(`a counter that ${handler} is counted exactly`, async () => {
        const { requests } = await client({ exclude: { handler: "/health" } }).countErrors("canary", WINDOW, HALF_HOUR);
        assert.deepEqual(byHandler(requests.series).get(handler), { increases, isBornInside, resets });
      });
    }

    test("requests and errors are of the track and of users; what is not in the window is not there", async () => {
      const reading = await client().countErrors("canary", WINDOW, HALF_HOUR);
      assert.equal(reading.where, `Prometheus, ${server.url}, environment test`);
      assert.equal(reading.source, "Prometheus");
      assert.deepEqual(
        reading.slices.edges,
        [0, 1, 2, 3, 4].map((edge) => BEGIN + edge * HALF_HOUR),
      );
      assert.deepEqual(
        [...byHandler(reading.requests.series).keys()].sort(),
        COUNTERS.map(({ handler }) => handler).sort(),
      );
      assert.equal(reading.requests.query, 'http_requests_total{track="canary",handler!~"/health|/livez"}');
      assert.deepEqual(reading.errors, {
        query: 'http_requests_total{status=~"5..",track="canary",handler!~"/health|/livez"}',
        series: [],
      });
      assert.equal(reading.isFamilyKnown, true);
    });

    test("errors whose labels need quoting are counted through a restart", async () => {
      const { errors } = await client().countErrors("legacy", WINDOW, HALF_HOUR);
      const handler = 'quo"te\\';
      assert.deepEqual(errors.series, [
        {
          labels: { track: "legacy", instance: "10.0.0.2:8000", handler, status: "500" },
          increases: [60 + 59, 120, 120, 120],
          isBornInside: false,
          resets: 1,
        },
      ]);
    });

    test("whatever the length of the slices, the sum over the window is the same", async () => {
      for (const sliceSeconds of [60, 450, HALF_HOUR, 7_200]) {
        const { requests } = await client().countErrors("canary", WINDOW, sliceSeconds);
        for (const { labels, increases } of requests.series) {
          const counter = COUNTERS.find(({ handler }) => handler === labels["handler"]);
          const sum = (values: readonly (number | null)[] = []) =>
            values.reduce<number>((all, one) => all + (one ?? 0), 0);
          assert.equal(sum(increases), sum(counter?.increases), `${labels["handler"]}, slices of ${sliceSeconds} s`);
        }
      }
    });

    test("a family without a series of the track is known by the other track, and one that no one exports is not", async () => {
      const other = await client({ canary: { track: "nobody" } }).countErrors("canary", WINDOW, HALF_HOUR);
      assert.deepEqual([other.requests.series, other.isFamilyKnown, other.coverage.instances], [[], true, []]);
      const selectors = { requests: 'requests_of_nobody{job="x"}', errors: 'requests_of_nobody{code="500"}' };
      const nobody = await client({ selectors }).countErrors("canary", WINDOW, HALF_HOUR);
      assert.deepEqual([nobody.requests.series, nobody.isFamilyKnown], [[], false]);
    });

    test("an expression is worked out at each interval and counted in the same way", async () => {
      const steady = 'sum by (track) (http_requests_total{handler="grows steadily"})';
      const requests = { canary: { expression: steady }, legacy: { expression: "vector(0) > 1" } };
      const reading = await client({ selectors: { requests } }).countErrors("canary", WINDOW, HALF_HOUR);
      assert.deepEqual(reading.requests, {
        query: steady,
        series: [{ labels: { track: "canary" }, increases: [240, 240, 240, 240], isBornInside: false, resets: 0 }],
      });
    });

    test("the coverage has every scrape once, also those on the edges, and the newest one's own time", async () => {
      const { coverage } = await client().countErrors("canary", WINDOW, HALF_HOUR);
      assert.deepEqual(coverage, {
        query: 'up{track="canary"}',
        scrapeIntervalSeconds: 15,
        instances: [
          {
            instance: CANARY,
            scrapes: [120, 120, 120, 116],
            answered: [120, 110, 120, 116],
            lastScrapeAt: BEGIN + 7_140,
          },
        ],
      });
      const legacy = await client().countErrors("legacy", WINDOW, HALF_HOUR);
      assert.deepEqual(legacy.coverage.instances, [
        { instance: "10.0.0.2:8000", scrapes: [120, 120, 0, 0], answered: [120, 120, 0, 0], lastScrapeAt: null },
      ]);
    });

    test("buckets are added up over their series, through a restart", async () => {
      const reading = await client().countDurations("canary", WINDOW, HALF_HOUR);
      assert.deepEqual(reading.buckets, [
        { upperBoundMs: 50, increases: [240, 238, 240, 240] },
        { upperBoundMs: 100, increases: [480, 476, 480, 480] },
        { upperBoundMs: Infinity, increases: [720, 714, 720, 720] },
      ]);
      assert.equal(reading.resets, 1);
      const none = await client().countDurations("legacy", WINDOW, HALF_HOUR);
      assert.deepEqual(none.buckets, []);
    });

    test("memory is one value a step for each instance; a restart is a second start", async () => {
      const reading = await client().sampleMemory("canary", WINDOW);
      const [instance] = reading.instances;
      assert.deepEqual([reading.stepSeconds, reading.slices.edges.length, reading.instances.length], [15, 5, 1]);
      assert.equal(instance?.instance, CANARY);
      assert.deepEqual([instance.seriesCount, instance.samples.length], [1, 480]);
      assert.deepEqual(instance.samples[0], { at: BEGIN + 15, value: 1e9 + 481 });
      assert.deepEqual(instance.samples.at(-1), { at: BEGIN + 7_200, value: 1e9 + 960 });
      assert.deepEqual(instance.starts, [
        { at: BEGIN + 15, value: BEGIN - 9_000.5 },
        { at: BEGIN + 1_815, value: BEGIN + 1_810.25 },
      ]);
    });

    test("an instance whose memory two series claim has no samples", async () => {
      const { instances } = await client().sampleMemory("legacy", WINDOW);
      assert.deepEqual(instances, [{ instance: "10.0.0.2:8000", samples: [], starts: [], seriesCount: 2 }]);
    });

    test("every probe is there once, with its own time, also over more than half a day", async () => {
      const reading = await client().sampleProbes("canary", WINDOW);
      const [target] = reading.targets;
      assert.equal(target?.target, "https://canary.example");
      assert.deepEqual([target.samples.length, target.seriesCount], [240, 1]);
      assert.deepEqual(
        target.samples.filter(({ value }) => value !== 1),
        [{ at: BEGIN + 300, value: 0 }],
      );
      const long = await client().sampleProbes("canary", { start: "2025-10-20T22:00:00Z", end: WINDOW.end });
      assert.equal(long.targets[0]?.samples.length, 481);
      assert.deepEqual((await client().sampleProbes("legacy", WINDOW)).targets, []);
    });

    test("the balancer's servers have their requests and weights; an unnamed one is another, a missing one has none", async () => {
      const reading = await client().countTraffic(WINDOW, HALF_HOUR);
      const server = (name: string, track: string, requests: number | null, weight: object | null) => ({
        server: name,
        track,
        requests,
        resets: 0,
        weight,
        seriesCount: requests === null ? 0 : 1,
      });
      assert.deepEqual(reading.servers, [
        server("canary", "canary", 2_400, { atEnd: 5, least: 0, most: 5 }),
        server("legacy", "legacy", 45_600, { atEnd: 95, least: 95, most: 95 }),
        server("away", "legacy", null, null),
        server("third", "other", 480, null),
      ]);
      assert.deepEqual(reading.window, WINDOW);
      assert.equal(reading.service.canary.series.length, COUNTERS.length);
      assert.equal(reading.coverage.legacy.instances.length, 1);
    });

    test("a roll-back is seen in the counter, and the moment without canary traffic in the weights", async () => {
      const reading = await client().readRollbackSigns(WINDOW, HALF_HOUR);
      assert.deepEqual(
        reading.rollbacks.series.map(({ increases }) => increases),
        [[0, 1, 0, 0]],
      );
      const { canary, legacy } = reading.coverage;
      assert.deepEqual([canary.query, legacy.query], ['up{track="canary"}', 'up{track="legacy"}']);
      assert.deepEqual([canary.instances.length, legacy.instances.length], [1, 1]);
      const [weights] = reading.canaryWeights;
      assert.deepEqual([reading.canaryWeights.length, weights?.server], [1, "canary"]);
      assert.deepEqual(
        weights?.samples.filter(({ value }) => value === 0),
        [{ at: BEGIN + 1_800, value: 0 }],
      );
    });
  });
}
