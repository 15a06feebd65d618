import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Series } from "../../rehearsal/history/series";
import { growthOf, scrapeOf, WeekReading } from "./history-reading";

const HANDLERS = [
  "/api/v2/items/{item_id}/recommendations",
  "/api/v2/experiments/{key}/assignment",
  "/api/v2/feedback/summary",
  "/livez",
  "/health",
];
const [FROM, UNTIL] = [scrapeOf("22 13:55"), scrapeOf("25 14:10")];

/** The half-hours from the roll-out to the last checkpoint, as "22 14:30" … */
const HALF_HOURS = Array.from({ length: 145 }, (_, index) =>
  new Date(Date.parse("2025-10-22T14:00Z") + index * 1_800_000).toISOString().slice(8, 16).replace("T", " "),
);

function valueOf(series: readonly Series[], scrape: number): number {
  return series.reduce((sum, { values }) => sum + (values[scrape] ?? Number.NaN), 0);
}

for (const name of ["runbook", "healthy-noisy"])
  describe(`the week ${name} is one that a service could have had`, () => {
    const week = new WeekReading(name);
    const ofHandler = (metric: string, handler: string) => week.find("canary", metric, { handler });

    test("the canary has every series of the service, zero before the roll-out, and no counter ever falls", () => {
      for (const handler of HANDLERS) {
        const counters = [
          "http_requests_total",
          ...["bucket", "count", "sum"].map((part) => `http_request_duration_seconds_${part}`),
        ];
        assert.deepEqual(
          counters.map((metric) => ofHandler(metric, handler).length),
          [2, 13, 1, 1],
        );
        for (const series of counters.flatMap((metric) => ofHandler(metric, handler))) {
          assert.equal(series.from, FROM);
          assert.equal(series.values[FROM], 0);
          if (handler.startsWith("/api/")) assert.equal(series.values[scrapeOf("22 14:00")], 0);
          for (let scrape = FROM + 1; scrape <= UNTIL; scrape++)
            if ((series.values[scrape] ?? Number.NaN) < (series.values[scrape - 1] ?? Number.NaN))
              assert.fail(`${series.name} ${JSON.stringify(series.labels)} falls at scrape ${scrape}`);
        }
      }
    });

    test("at every scrape the buckets are cumulative, and the last one, the count and the requests are equal", () => {
      for (const handler of HANDLERS) {
        const buckets = ofHandler("http_request_duration_seconds_bucket", handler);
        const [counts, requests] = [
          ofHandler("http_request_duration_seconds_count", handler),
          ofHandler("http_requests_total", handler),
        ];
        for (let scrape = FROM; scrape <= UNTIL; scrape++) {
          const upTo = buckets.map(({ values }) => values[scrape] ?? Number.NaN);
          const all = valueOf(requests, scrape);
          if (
            upTo.at(-1) !== all ||
            valueOf(counts, scrape) !== all ||
            upTo.some((count, i) => count < (upTo[i - 1] ?? 0))
          )
            assert.fail(`${handler} at scrape ${scrape}: buckets ${upTo.join(" ")}, requests ${all}`);
        }
      }
    });

    test("so are the buckets of what came between any two scrapes: a request lies in one bucket", () => {
      for (const handler of HANDLERS) {
        const buckets = ofHandler("http_request_duration_seconds_bucket", handler);
        const cameAt = ({ values }: Series, scrape: number) =>
          (values[scrape] ?? Number.NaN) - (values[scrape - 1] ?? Number.NaN);
        for (let scrape = FROM + 1; scrape <= UNTIL; scrape++) {
          const came = buckets.map((series) => cameAt(series, scrape));
          if (!came.every((count, i) => count >= (came[i - 1] ?? 0)))
            assert.fail(`${handler} at scrape ${scrape}: ${came.join(" ")}`);
        }
      }
    });

    test("the balancer counts what the service counts, at every scrape", () => {
      for (const track of ["canary", "legacy"] as const) {
        const answers = week.find("monitors", "haproxy_server_http_responses_total", { server: track });
        const requests = week.find(track, "http_requests_total", { handler: /^\/api\/v2\// });
        assert.equal(answers.length, 5);
        for (let scrape = FROM; scrape <= UNTIL; scrape++)
          if (valueOf(answers, scrape) !== valueOf(requests, scrape)) assert.fail(`${track} at scrape ${scrape}`);
      }
    });

    test("from 16:00 on the memory goes up and down around 1.31 or 1.3 GB, without a trend", () => {
      const around = name === "runbook" ? [1.29, 1.33] : [1.28 * 0.95, 1.32 * 1.05];
      const [memory] = week.find("canary", "process_resident_memory_bytes");
      const [first = 0, last = 0] = [["22 16:00", "23 16:00"] as const, ["24 14:00", "25 14:00"] as const].map(
        ([since, until]) => {
          const values = Array.from(memory?.values ?? []).slice(scrapeOf(since), scrapeOf(until));
          assert.ok(values.every((bytes) => bytes >= (around[0] ?? 0) * 1e9 && bytes <= (around[1] ?? 0) * 1e9));
          return values.reduce((sum, bytes) => sum + bytes, 0) / values.length;
        },
      );
      assert.ok(Math.abs(last / first - 1) < 0.002, `from ${first} to ${last} bytes`);
    });
  });

test("the noisy week's half-hours differ, and each stays within what it was given", () => {
  const week = new WeekReading("healthy-noisy");
  const slices = HALF_HOURS.slice(1).map((until, index) => {
    const since = HALF_HOURS[index] ?? "";
    return { ...week.requests("canary", since, until), p95Ms: week.p95Ms(since, until) };
  });
  for (const { all, errors, p95Ms } of slices) {
    assert.ok(all > 100 && errors < 0.02 * all, `${errors} errors in ${all} requests`);
    assert.ok(p95Ms > 49 && p95Ms < 71, `P95 ${p95Ms} ms`);
  }
  assert.ok(new Set(slices.map(({ p95Ms }) => Math.round(p95Ms))).size > 10);
  const { all, errors } = week.requests("canary", "23 14:00", "25 14:00");
  assert.ok(all > 80_000 && all < 120_000 && errors > 10, `${errors} errors in ${all} requests`);
  // What availability above 99.95 % with 95 % confidence leaves room for.
  assert.ok(errors / all < 0.00035, `${errors} errors in ${all} requests`);
  const probes = week.find("canary", "http_requests_total", { handler: "/livez", status: "200" });
  assert.equal(growthOf(probes, "23 14:00", "23 15:00"), 720);
});
