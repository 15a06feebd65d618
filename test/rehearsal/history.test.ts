import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { historyFacts } from "../../rehearsal/history";
import { startHistoryServer, type HistoryServer } from "./history-server";

const USERS = 'job="phase4",handler!~"/health|/livez"';

/** Seconds of a time of October 2025, "22 14:15". */
const at = (time: string): number => Date.parse(`2025-10-${time.replace(" ", "T")}:00Z`) / 1000;

/** What a counter grew by between two times: the difference of what it said last. */
const grown = (selector: string, since: string, until: string, by = ""): string =>
  `sum ${by} (${selector} @ ${at(until)}) - sum ${by} (${selector} @ ${at(since)})`;

const requests = (track: string, more = "") => `http_requests_total{${USERS},track="${track}"${more}}`;
const buckets = `http_request_duration_seconds_bucket{${USERS},track="canary"}`;
const p95 = (since: string, until: string) => `histogram_quantile(0.95, ${grown(buckets, since, until, "by (le)")})`;
const memory = (time: string) => `process_resident_memory_bytes{job="phase4",track="canary"} @ ${at(time)}`;

/** The runbook's tables: until when since when, percent of errors, P95, and how many requests and errors they come from. */
const TABLES = `
22 14:15 | 22 14:00 | 0.00 |  45 |   5000 |  0 | 1.2
22 14:45 | 22 14:15 | 0.01 |  52 |  10000 |  1 | 1.3
22 15:15 | 22 14:45 | 0.02 |  48 |  10000 |  2 | 1.4
22 15:45 | 22 15:15 | 0.01 |  51 |  10000 |  1 | 1.3
23 08:00 | 22 15:45 | 0.02 |  56 |  10000 |  2 |
23 12:00 | 23 08:00 | 0.03 |  61 |  10000 |  3 |
23 16:00 | 23 12:00 | 0.01 |  54 |  10000 |  1 |
24 08:00 | 23 16:00 | 0.02 |  59 |  10000 |  2 |
25 14:00 | 23 14:00 | 0.02 |  58 | 100000 | 20 |`;

describe("the runbook's week, as a real Prometheus knows it", () => {
  let prometheus: HistoryServer;
  before(async () => void (prometheus = await startHistoryServer("runbook")));
  after(() => prometheus.stop());

  for (const row of TABLES.trim().split("\n")) {
    const [until = "", since = "", errorPercent = "", p95Ms = "", total = "", errors = "", gigabytes = ""] = row
      .split("|")
      .map((cell) => cell.trim());
    test(`from ${since} to ${until}: ${errorPercent} % errors, P95 ${p95Ms} ms`, async () => {
      const counted = await prometheus.askOne(grown(requests("canary"), since, until));
      const failed = await prometheus.askOne(grown(requests("canary", ',status=~"5.."'), since, until));
      assert.deepEqual([counted, failed], [Number(total), Number(errors)]);
      assert.equal(((failed / counted) * 100).toFixed(2), errorPercent);
      assert.ok(Math.abs((await prometheus.askOne(p95(since, until))) - Number(p95Ms) / 1000) < 1e-9);
      if (gigabytes !== "") assert.equal(await prometheus.askOne(memory(until)), Number(gigabytes) * 1e9);
      const quick = await prometheus.askOne(grown(buckets.replace("}", ',le="0.1"}'), since, until));
      assert.ok(quick / counted > 0.99, `${quick} of ${counted} within 100 ms`);
    });

    test(`from ${since} to ${until} the canary gets 5 % by the balancer's counters and by the service's`, async () => {
      const answers = grown('haproxy_server_http_responses_total{proxy="phase4"}', since, until, "by (server)");
      const legacy = await prometheus.askOne(grown(requests("legacy"), since, until));
      assert.equal(legacy, 19 * Number(total));
      assert.deepEqual(await prometheus.ask(answers), { canary: Number(total), legacy });
    });
  }

  test("in the last 48 hours all 5,760 probes succeeded, a probe every 30 seconds", async () => {
    const [count, least] = ["count", "min"].map((what) => `${what}_over_time(probe_success[48h] @ ${at("25 14:00")})`);
    // The range includes the sample at its beginning on this Prometheus.
    assert.equal(await prometheus.askOne(count ?? ""), 5761);
    assert.equal(await prometheus.askOne(least ?? ""), 1);
  });

  test("the errors stand where the tables need them: none between 14:00 and 16:00 of the second day", async () => {
    const errors = requests("canary", ',status=~"5.."');
    assert.equal(await prometheus.askOne(grown(errors, "23 14:00", "23 16:00")), 0);
    assert.equal(await prometheus.askOne(grown(errors, "23 12:00", "23 14:00")), 1);
  });

  test("weights are 5 and 95 from the roll-out on, and the canary was never rolled back", async () => {
    const window = `[72h:15s] @ ${at("25 14:00")}`;
    const weights = (what: string) =>
      prometheus.ask(`sum by (server) (${what}_over_time(haproxy_server_weight${window}))`);
    assert.deepEqual(await weights("min"), { canary: 5, legacy: 95 });
    assert.deepEqual(await weights("max"), { canary: 5, legacy: 95 });
    const before = `haproxy_server_weight{server="canary"} @ ${at("22 13:59")}`;
    assert.equal(await prometheus.askOne(before), 0);
    const rollbacks = `phase4_rollbacks_total{track="canary"} @ ${at("25 14:00")}`;
    assert.equal(await prometheus.askOne(rollbacks), 0);
  });

  test("no half-hour since the roll-out is without requests, and none has more than 0.5 % errors", async () => {
    const share = ["", ',status="500"'].map((more) => `increase(${requests("canary", more)}[30m] @`);
    for (let until = at("22 14:30"); until <= at("25 14:00"); until += 1800) {
      const [counted = 0, failed = 0] = await Promise.all(
        share.map((increase) => prometheus.askOne(`sum(${increase} ${until}))`)),
      );
      assert.ok(counted > 100, `${counted} requests in the half-hour until ${until}`);
      assert.ok(failed / counted < 0.005, `${failed} of ${counted} in the half-hour until ${until}`);
    }
  });

  test("every target was up at each scrape: the canary from five minutes before the roll-out on", async () => {
    const scrapes = await prometheus.ask(`sum by (job, instance) (sum_over_time(up[96h10m] @ ${at("25 14:10")}))`);
    const sorted = Object.fromEntries(Object.entries(scrapes).sort());
    assert.deepEqual(sorted, {
      "balancer-1:8405 haproxy": 23_081,
      "canary-1:9101 phase4": 17_341,
      "https://phase4.example/health blackbox": 8_671,
      "legacy-1:9101 phase4": 23_081,
    });
  });

  test("the facts name the roll-out and the checkpoints in their order", () => {
    const { rolledOutAt, startsAt, endsAt, checkpoints } = historyFacts("runbook");
    assert.deepEqual(
      [startsAt, rolledOutAt, endsAt],
      ["2025-10-21T14:00:00.000Z", "2025-10-22T14:00:00.000Z", "2025-10-25T14:10:00.000Z"],
    );
    const times = TABLES.trim()
      .split("\n")
      .map((row) => `2025-10-${row.slice(0, 8).replace(" ", "T")}:00.000Z`);
    assert.deepEqual(
      checkpoints.map((checkpoint) => checkpoint.at),
      times,
    );
    assert.deepEqual(
      checkpoints.map(({ phase }) => phase),
      [...Array<string>(4).fill("day4"), ...Array<string>(4).fill("day5-6"), "day7"],
    );
  });
});
