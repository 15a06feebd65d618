import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { afterEach, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  DRILL_TRAFFIC,
  drillParts,
  findDrill,
  listDrills,
  runTraffic,
  UnknownDrillError,
} from "../../rehearsal/drills";
import { TrafficLog } from "../../rehearsal/drills/traffic-log";

describe("the drills", () => {
  test("each has a name of its own and a whole sentence", () => {
    const names = listDrills().map(({ name }) => name);
    assert.deepEqual(names, [
      "high-error-rate",
      "one-endpoint-failing",
      "one-endpoint-fix-signed",
      "all-endpoints-failing",
      "dependency-down",
      "legacy-too",
      "false-alarm",
      "alert-never-arrives",
      "rollback-does-nothing",
      "rollback-hangs-having-done",
      "rollback-hangs-without-doing",
    ]);
    for (const { sentence } of listDrills()) assert.match(sentence, /^[A-Z].*\.$/);
  });

  test("what they expect does not contradict itself, and names items of scenario 1", () => {
    for (const { name, answered, expected } of listDrills()) {
      const { recommendation, isRolledBack, exitCodeOfIncident, itemsRed } = expected;
      if (isRolledBack) assert.notEqual(recommendation, "none", name);
      const isDue = recommendation === "B" || (recommendation === "A" && answered !== "yes");
      if (isDue && !isRolledBack) assert.ok(itemsRed.includes("INC-6"), name);
      if (exitCodeOfIncident === 0) assert.deepEqual([recommendation, itemsRed], ["none", []], name);
      for (const item of itemsRed) assert.match(item, /^INC-[1-6]$/, name);
    }
  });

  test("one is found by its name, and another name is told what is like it", () => {
    assert.equal(findDrill("legacy-too").name, "legacy-too");
    assert.throws(() => findDrill("rollback-hangs"), {
      name: "UnknownDrillError",
      drill: "rollback-hangs",
      near: ["rollback-does-nothing", "rollback-hangs-having-done", "rollback-hangs-without-doing"],
      message:
        'The rehearsal has no drill "rollback-hangs". Did you mean "rollback-does-nothing" or ' +
        '"rollback-hangs-having-done" or "rollback-hangs-without-doing"? All of them: high-error-rate, one-endpoint-failing, ' +
        "one-endpoint-fix-signed, all-endpoints-failing, dependency-down, legacy-too, false-alarm, alert-never-arrives, rollback-does-nothing, " +
        "rollback-hangs-having-done, rollback-hangs-without-doing.",
    });
    assert.throws(
      () => findDrill("xyz"),
      (error) => error instanceof UnknownDrillError && error.near.length === 0,
    );
  });

  test("without what the boot gives there is nothing that they could reach", () => {
    assert.throws(() => drillParts({ variables: {}, secrets: {} }), /booted without REHEARSAL_CANARY_URL/);
  });
});

describe("what the traffic tells", () => {
  const SECOND = Date.parse("2025-10-22T14:00:00.000Z");
  const log = new TrafficLog();
  const add = (ms: number, track: string | null, status: number, endpoint = "/a") =>
    log.add({ at: SECOND + ms, track, endpoint, status });
  add(100, "legacy", 500);
  add(1_900, "canary", 200);
  add(1_950, "canary", 503);
  add(1_980, "canary", 404);
  add(2_000, "canary", 500, "/b");
  add(2_100, null, 502);
  add(2_200, null, 0);
  log.skip();

  test("the first bad answer and the last one of a track, from a time on", () => {
    assert.equal(log.firstBadAnswerAt("canary"), "2025-10-22T14:00:01.950Z");
    assert.equal(log.firstBadAnswerAt("canary", SECOND + 1_951), "2025-10-22T14:00:02.000Z");
    assert.equal(log.firstBadAnswerAt("canary", SECOND + 2_001), null);
    assert.equal(log.lastAnswerAt("canary"), "2025-10-22T14:00:02.000Z");
    assert.equal(log.lastAnswerAt("other"), null);
  });

  test("the counts by track and endpoint; who did not answer is in none of them", () => {
    assert.deepEqual(log.counts(SECOND + 1_000), [
      { track: "canary", endpoint: "/a", answers: 3, badAnswers: 1 },
      { track: "canary", endpoint: "/b", answers: 1, badAnswers: 1 },
      { track: "unknown", endpoint: "/a", answers: 1, badAnswers: 1 },
    ]);
    assert.deepEqual([log.unanswered(), log.unanswered(SECOND + 2_201), log.skipped], [1, 0, 1]);
  });

  test("the counts by second, in order", () => {
    assert.deepEqual(log.perSecond(), [
      { second: "2025-10-22T14:00:00.000Z", answers: { legacy: 1 }, badAnswers: { legacy: 1 }, unanswered: 0 },
      { second: "2025-10-22T14:00:01.000Z", answers: { canary: 3 }, badAnswers: { canary: 1 }, unanswered: 0 },
      {
        second: "2025-10-22T14:00:02.000Z",
        answers: { canary: 1, unknown: 1 },
        badAnswers: { canary: 1, unknown: 1 },
        unanswered: 1,
      },
    ]);
  });
});

describe("the traffic", () => {
  const servers: Server[] = [];
  const heard: string[] = [];

  /** A server whose every twentieth answer is the canary's; "/broken" is never answered. */
  async function start(): Promise<string> {
    heard.length = 0;
    const server = createServer((request, response) => {
      heard.push(request.url ?? "");
      const track = heard.length % 20 === 0 ? "canary" : "legacy";
      if (request.url === "/broken") request.socket.destroy();
      else response.writeHead(200, { "x-track": track }).end("x".repeat(2_000));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    return `http://127.0.0.1:${address.port}`;
  }
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  async function sent(endpoints: readonly string[], requestsPerSecond: number, ms: number) {
    const end = new AbortController();
    const url = await start();
    const traffic = runTraffic({ url, requestsPerSecond, endpoints, trackHeader: "x-track", signal: end.signal });
    await sleep(ms);
    end.abort();
    await traffic.ended;
    return traffic.log;
  }

  test("comes at its rate, and brings every endpoint to every twentieth request too", async () => {
    const log = await sent(["/a", "/b", "/c", "/d"], 200, 3_000);
    const counts = log.counts();
    const total = counts.reduce((sum, { answers }) => sum + answers, 0);
    assert.ok(total > 500 && total <= 640, `${total} requests`);
    for (const endpoint of ["/a", "/b", "/c", "/d"]) {
      const of = (track: string) =>
        counts.find((one) => one.track === track && one.endpoint === endpoint)?.answers ?? 0;
      assert.ok(Math.abs((of("legacy") + of("canary")) / total - 0.25) < 0.01, endpoint);
      assert.ok(of("canary") >= 4, `${endpoint}: ${of("canary")} of the canary`);
    }
    assert.deepEqual([log.unanswered(), log.skipped], [0, 0]);
  });

  test("keeps a broken connection as a request without an answer, and goes on", async () => {
    const log = await sent(["/a", "/broken"], 100, 500);
    assert.ok(log.unanswered() >= 15, String(log.unanswered()));
    assert.deepEqual([...new Set(log.counts().map(({ endpoint }) => endpoint))], ["/a"]);
  });

  test("ends with its signal: nothing is asked afterwards", async () => {
    await sent(["/a"], 200, 200);
    const until = heard.length;
    await sleep(100);
    assert.ok(until > 10);
    assert.equal(heard.length, until);
  });

  test("is none without requests or endpoints: that is an error, not silence", () => {
    const options = { url: "http://127.0.0.1:1", ...DRILL_TRAFFIC, signal: new AbortController().signal };
    assert.throws(() => runTraffic({ ...options, requestsPerSecond: 0 }), /0 a second are none/);
    assert.throws(() => runTraffic({ ...options, requestsPerSecond: Number.NaN }), RangeError);
    assert.throws(() => runTraffic({ ...options, endpoints: [] }), /at least one endpoint/);
  });
});
