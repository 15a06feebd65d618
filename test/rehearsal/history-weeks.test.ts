import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { WINDOW_FAULTS } from "../../rehearsal/faults/window-faults";
import { listWeeks, type HistoryPhase } from "../../rehearsal/history";
import { WEEKS_FOLDER } from "../../rehearsal/history/load-week";
import { isThere } from "../../rehearsal/history/open-metrics";
import type { Series } from "../../rehearsal/history/series";
import { growthOf, scrapeOf, WeekReading } from "./history-reading";

/** The beginning and the end of each phase's last look back, and the whole of it. */
const LAST: Readonly<Record<HistoryPhase, readonly [string, string]>> = {
  day4: ["22 15:15", "22 15:45"],
  "day5-6": ["23 16:00", "24 08:00"],
  day7: ["23 14:00", "25 14:00"],
};
const ROLL_OUT = "22 14:00";

const percent = ({ all, errors }: { readonly all: number; readonly errors: number }) => (errors / all) * 100;
const isBetween = (value: number, least: number, most: number) =>
  assert.ok(value >= least && value <= most, `${value} is not between ${least} and ${most}`);
const share = (week: WeekReading, [since, until]: readonly [string, string]) => {
  const [canary, legacy] = [week.requests("canary", since, until).all, week.requests("legacy", since, until).all];
  return canary / (canary + legacy);
};
const samples = (series: Series | undefined, since: string, until: string): number[] =>
  Array.from({ length: scrapeOf(until) - scrapeOf(since) + 1 }, (_, index) => scrapeOf(since) + index).flatMap(
    (scrape) => (series !== undefined && isThere(series, scrape) ? [series.values[scrape] ?? Number.NaN] : []),
  );

/** What differs from the runbook's week, seen in the samples themselves. */
const DIFFERENCES: Readonly<Record<string, (week: WeekReading) => void>> = {
  "error-rate-above-limit": (week) => {
    for (const [since, until] of Object.values(LAST))
      isBetween(percent(week.requests("canary", since, until)), 0.899, 0.901);
  },
  "error-burst-between-checkpoints": (week) => {
    const { all, errors } = week.requests("canary", "24 02:03", "24 02:27");
    assert.ok(all > 100 && errors === all, `${errors} of ${all}`);
    isBetween(percent(week.requests("canary", ...LAST.day7)), 0.15, 0.3);
    assert.equal(week.requests("canary", "24 07:55", "24 08:00").errors, 0);
    const [probes] = week.find("monitors", "probe_success");
    assert.equal(samples(probes, "23 14:00", "25 14:00").filter((success) => success === 0).length, 48);
  },
  "error-rate-of-an-incident": (week) => {
    isBetween(percent(week.requests("canary", "22 15:15", "22 15:45")), 2.8, 3.2);
    isBetween(percent(week.requests("canary", ROLL_OUT, "22 15:15")), 0, 0.05);
    isBetween(percent(week.requests("canary", "22 15:46", "24 08:00")), 0, 0.05);
  },
  "errors-in-a-new-series": (week) => {
    const born = week.find("canary", "http_requests_total", { status: "503" });
    assert.equal(born.length, 3);
    for (const series of born) assert.equal(samples(series, ROLL_OUT, "23 19:59:45").length, 0);
    // Whatever looks at differences alone sees nothing.
    assert.equal(growthOf(born, "23 20:00", "25 14:00"), 0);
    assert.deepEqual(week.requests("canary", ...LAST.day7), { all: 101_200, errors: 1_220 });
    const refused = week.find("monitors", "haproxy_server_http_responses_total", { server: "canary", code: "5xx" });
    assert.equal(growthOf(refused, ...LAST.day7), 1_220);
  },
  "error-rate-high-in-one-slice": (week) => {
    isBetween(percent(week.requests("canary", "22 22:00", "22 22:30")), 4.5, 5.5);
    isBetween(percent(week.requests("canary", ROLL_OUT, "24 08:00")), 0, 0.05);
  },
  "no-canary-traffic": (week) => {
    assert.equal(week.requests("canary", ROLL_OUT, "25 14:00").all, 0);
    assert.equal(week.requests("legacy", ...LAST.day4).all, 200_000);
    assert.deepEqual(new Set(samples(week.find("canary", "up")[0], ROLL_OUT, "25 14:00")), new Set([1]));
    const probes = week.find("canary", "http_requests_total", { handler: "/health", status: "200" });
    assert.equal(growthOf(probes, "22 14:00", "22 15:00"), 120);
  },
  "metric-renamed": (week) => {
    for (const track of ["canary", "legacy"] as const) {
      assert.deepEqual(week.find(track, "http_requests_total"), []);
      assert.equal(week.find(track, "http_server_requests_total").length, 10);
    }
  },
  "nan-everywhere": (week) => {
    for (const name of ["http_requests_total", "http_request_duration_seconds_bucket"])
      for (const series of week.find("canary", name)) {
        assert.ok(samples(series, ROLL_OUT, "25 14:00").every(Number.isNaN));
        assert.ok(samples(series, "22 13:55", "22 13:59").every((value) => value >= 0));
      }
    assert.equal(week.requests("legacy", ...LAST.day4).all, 190_000);
  },
  "data-gap": (week) => {
    for (const track of ["canary", "legacy"] as const)
      for (const name of ["up", "process_resident_memory_bytes", "http_requests_total"])
        for (const series of week.find(track, name))
          assert.equal(samples(series, "23 14:00:15", "25 14:00").length, (48 - 40) * 240);
    assert.equal(samples(week.find("monitors", "probe_success")[0], "23 14:00:15", "25 14:00").length, 5_760);
  },
  "stale-target": (week) => {
    for (const [day, from, until] of [
      ["22", "15:35:15", "15:45"],
      ["24", "07:50:15", "08:00"],
      ["25", "13:50:15", "14:00"],
    ] as const) {
      assert.equal(samples(week.find("canary", "up")[0], `${day} ${from}`, `${day} ${until}`).length, 0);
      assert.equal(samples(week.find("legacy", "up")[0], `${day} ${from}`, `${day} ${until}`).length, 40);
    }
  },
  "counter-resets": (week) => {
    const sound = new WeekReading("runbook");
    for (const [since, until] of [...Object.values(LAST), ["22 14:45", "22 15:15"] as const]) {
      assert.deepEqual(week.requests("canary", since, until), sound.requests("canary", since, until));
      assert.equal(week.p95Ms(since, until).toFixed(9), sound.p95Ms(since, until).toFixed(9));
    }
    for (const at of ["22 15:02", "23 20:10", "25 03:00"])
      for (const series of week.find("canary", "http_requests_total", { status: "200" }))
        assert.ok((series.values[scrapeOf(at)] ?? 0) < (series.values[scrapeOf(at) - 1] ?? 0));
    const starts = samples(week.find("canary", "process_start_time_seconds")[0], ROLL_OUT, "25 14:00");
    assert.equal(new Set(starts).size, 1);
  },
  "p95-above-limit": (week) => {
    for (const [since, until] of Object.values(LAST)) assert.equal(week.p95Ms(since, until).toFixed(6), "180.000000");
  },
  "p95-above-last-bucket": (week) => {
    for (const [since, until] of Object.values(LAST)) assert.equal(week.p95Ms(since, until), Infinity);
  },
  "bucket-boundary-missing": (week) => {
    const bounds = week.find("canary", "http_request_duration_seconds_bucket", { handler: "/health" });
    assert.deepEqual(
      bounds.map(({ labels }) => labels["le"]),
      ["0.005", "0.01", "0.025", "0.05", "0.075", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"],
    );
  },
  "latency-drifts-up": (week) => {
    const [first, last] = [week.p95Ms(ROLL_OUT, "23 02:00"), week.p95Ms("23 20:00", "24 08:00")];
    isBetween(last / first, 1.3, 1.6);
    isBetween(week.p95Ms(...LAST.day7), 75, 95);
  },
  "memory-leak": (week) => {
    isBetween(week.memoryGb("24 08:00") - week.memoryGb("22 15:45"), 0.012 * 40, 0.012 * 41 + 0.03);
    isBetween(week.memoryGb("22 15:45") / week.memoryGb("22 14:15"), 1, 1.2);
  },
  "memory-leak-with-restarts": (week) => {
    const starts = samples(week.find("canary", "process_start_time_seconds")[0], ROLL_OUT, "24 08:00");
    assert.equal(new Set(starts).size, 8);
    isBetween(week.memoryGb("23 01:29:45") - week.memoryGb("23 01:30"), 0.15, 0.2);
    assert.deepEqual(week.requests("canary", ...LAST.day7), { all: 100_000, errors: 20 });
  },
  "traffic-share-20-percent": (week) => {
    assert.equal(share(week, LAST.day4), 0.2);
    const [weight] = week.find("monitors", "haproxy_server_weight", { server: "canary" });
    assert.deepEqual(new Set(samples(weight, ROLL_OUT, "25 14:00")), new Set([20]));
  },
  "sticky-traffic": (week) => {
    assert.equal(share(week, LAST.day4), 0.12);
    const [weight] = week.find("monitors", "haproxy_server_weight", { server: "canary" });
    assert.deepEqual(new Set(samples(weight, ROLL_OUT, "25 14:00")), new Set([5]));
  },
  "too-few-requests": (week) => {
    assert.deepEqual(week.requests("canary", ...LAST.day4), { all: 300, errors: 1 });
    assert.deepEqual(week.requests("canary", ROLL_OUT, "24 08:00"), { all: 2_500, errors: 8 });
    assert.deepEqual(week.requests("canary", ...LAST.day7), { all: 850, errors: 1 });
    assert.equal(share(week, LAST.day4), 0.05);
  },
  "probe-fails-twice-in-a-row": (week) => {
    const probes = samples(week.find("monitors", "probe_success")[0], "23 14:00:15", "25 14:00");
    assert.equal(probes.filter((success) => success === 1).length, 5_758);
    assert.equal(probes.lastIndexOf(0) - probes.indexOf(0), 1);
  },
  "availability-99-94": (week) => {
    assert.deepEqual(week.requests("canary", ...LAST.day7), { all: 800_000, errors: 480 });
    assert.ok(!samples(week.find("monitors", "probe_success")[0], "23 14:00", "25 14:00").includes(0));
  },
  "rollback-happened": (week) => {
    assert.equal(growthOf(week.find("canary", "phase4_rollbacks_total"), "23 14:00", "25 14:00"), 1);
    assert.equal(week.requests("canary", "24 11:00", "24 11:20").all, 0);
    const [weight] = week.find("monitors", "haproxy_server_weight", { server: "canary" });
    assert.equal(samples(weight, ROLL_OUT, "25 14:00").filter((value) => value === 0).length, 80);
    assert.equal(share(week, LAST.day4), 0.05);
  },
  "two-series-for-one-question": (week) => {
    assert.deepEqual(
      week.find("canary", "process_resident_memory_bytes").map(({ labels }) => labels["container"]),
      [undefined, "sidecar"],
    );
  },
};

describe("each fault of the window is a week, and that week differs as it says", () => {
  test("faults, weeks and this table name the same", () => {
    const names = WINDOW_FAULTS.map(({ name }) => name).sort();
    assert.deepEqual(Object.keys(DIFFERENCES).sort(), names);
    assert.deepEqual(listWeeks(), [...names, "healthy-noisy", "runbook"].sort());
    for (const { name, plan } of WINDOW_FAULTS) assert.deepEqual(plan, { history: name });
  });
  for (const [name, differs] of Object.entries(DIFFERENCES)) {
    const sentence = /^sentence: (.+)$/m.exec(readFileSync(join(WEEKS_FOLDER, `${name}.yaml`), "utf8"))?.[1];
    test(`${name}: ${sentence ?? "?"}`, () => differs(new WeekReading(name)));
  }
});
