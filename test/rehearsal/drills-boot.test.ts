import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import {
  DRILL_TRAFFIC,
  drillParts,
  findDrill,
  restoreRouting,
  runTraffic,
  type Drill,
  type DrillParts,
  type Traffic,
} from "../../rehearsal/drills";
import * as probe from "./probes";

const [ITEMS, RELEASES, FEEDBACK, READINESS] = DRILL_TRAFFIC.endpoints;
const ROLLBACK = "/api/v2/canary/rollback";
/** Half of the drills' own traffic: a machine that does more at the same time keeps up with it. */
const TRAFFIC = { ...DRILL_TRAFFIC, requestsPerSecond: 80 };
/** From the first bad answer to the message in the channel; on a machine that does little else it is a third of it. */
const ALERT_LIMIT_MS = 8_000;

let rehearsal: Rehearsal;
let parts: DrillParts;
let traffic: Traffic;
const end = new AbortController();
const at = (name: string): string => probe.variable(rehearsal, name);

before(async () => {
  rehearsal = await bootRehearsal({ faults: [] });
  parts = drillParts(rehearsal);
  traffic = runTraffic({ url: at("REHEARSAL_BALANCER_URL"), ...TRAFFIC, signal: end.signal });
});
after(async () => {
  end.abort();
  await traffic.ended;
  await rehearsal.stop();
});

/** Waits for something, at most 40 seconds: an alert is over when its window is. */
async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `it never came that ${what}`);
    await sleep(100);
  }
}

/** The number of answers and the share of bad ones of a track since then, by endpoint. */
function seen(track: string, since: number) {
  const tallies = traffic.log.counts(since).filter((tally) => tally.track === track);
  const shareOf = ({ answers, badAnswers }: { answers: number; badAnswers: number }) => badAnswers / answers;
  return {
    answers: tallies.reduce((sum, { answers }) => sum + answers, 0),
    shares: Object.fromEntries(tallies.map((tally) => [tally.endpoint, shareOf(tally)])),
  };
}

/** So many answers of each track since then, from all four endpoints. */
function answersOf(count: number, since: number): Promise<void> {
  return until("both tracks answered often enough", () =>
    ["canary", "legacy"].every((track) => {
      const { answers, shares } = seen(track, since);
      return answers >= count && Object.keys(shares).length === DRILL_TRAFFIC.endpoints.length;
    }),
  );
}

/** Both tracks get half of the traffic, so that neither has to be waited for. */
async function halves(): Promise<void> {
  for (const track of ["canary", "legacy"]) await probe.askHaproxy(rehearsal, `set weight phase4/${track} 50`);
}

const inForce = z.object({ in_force: z.array(z.unknown()) });

/** No trouble is left on either track, and after it none of both answers badly. */
async function assertNothingLeft(): Promise<void> {
  for (const name of ["CANARY", "LEGACY"]) {
    const { json } = await probe.post(`${at(`REHEARSAL_${name}_URL`)}/chaos`, "", { path: "/nowhere" });
    assert.deepEqual(inForce.parse(json).in_force, [], name);
  }
  assert.deepEqual(await probe.askRedis(rehearsal, "PING"), ["+PONG"]);
  const since = Date.now() + 100; // what was under way may still be bad
  await answersOf(40, since);
  const bad = traffic.log.counts(since).filter(({ badAnswers }) => badAnswers > 0);
  assert.deepEqual(bad, []);
}

const messages = z.object({ messages: z.array(z.looseObject({ ts: z.string() })) });

/** Since when messages with this word stand in the channel for critical alerts, newest first; in milliseconds. */
async function posted(word: string, since: number): Promise<readonly number[]> {
  const query = `channel=${at("REHEARSAL_SLACK_CRITICAL_CHANNEL_ID")}&oldest=${since / 1000}`;
  const answer = await probe.request(`${at("REHEARSAL_SLACK_URL")}/api/conversations.history?${query}`, {
    headers: { authorization: `Bearer ${probe.secret(rehearsal, "REHEARSAL_SLACK_TOKEN")}` },
  });
  const found = messages.parse(JSON.parse(answer.body)).messages.filter((one) => JSON.stringify(one).includes(word));
  return found.map(({ ts }) => Number(ts) * 1000);
}

async function weights(): Promise<string> {
  const both = ["legacy", "canary"].map((name) => probe.askHaproxy(rehearsal, `get weight phase4/${name}`));
  return (await Promise.all(both)).map((answer) => answer.trim().replace(/ \(.*/, "")).join("/");
}

const alertsOf = z.array(z.object({ labels: z.record(z.string(), z.string()) }));

/**
 * Waits until no alert of a high error rate stands (Prometheus's own is over with its window) and the channel was told
 * so: Alertmanager does not tell an alert anew that comes back before its end was told.
 */
function alertIsOver(): Promise<void> {
  return until("the alert was over", async () => {
    const { body } = await probe.request(`${at("REHEARSAL_ALERTMANAGER_URL")}/api/v2/alerts?filter=severity=critical`);
    if (alertsOf.parse(JSON.parse(body)).length > 0) return false;
    const [[firing = 0], [resolved = 0]] = await Promise.all([posted("FIRING", 0), posted("RESOLVED", 0)]);
    return resolved >= firing;
  });
}

/** Plays a drill, and takes it away whatever became of what is asked meanwhile: the next one finds none of its trouble. */
async function playing(name: string, ask: (drill: Drill) => Promise<void>): Promise<void> {
  const drill = findDrill(name);
  try {
    await drill.inject(parts);
    await ask(drill);
  } finally {
    await drill.remove(parts); // safe to call again
  }
}

test("the traffic gives the canary 5 % of every endpoint, and no answer is bad", async () => {
  await answersOf(30, 0);
  const [canary, legacy] = [seen("canary", 0), seen("legacy", 0)];
  const share = canary.answers / (canary.answers + legacy.answers);
  assert.ok(Math.abs(share - 0.05) < 0.01, String(share));
  assert.deepEqual(Object.values({ ...canary.shares, ...legacy.shares }), [0, 0, 0, 0]);
  assert.equal(traffic.log.unanswered(), 0);
});

test("the alert of a high error rate stands in the channel seconds after the first bad answer", async () => {
  const since = Date.now();
  await playing("high-error-rate", async () => {
    await until("the alert was posted", async () => (await posted("FIRING", since)).length > 0);
    const [postedAt = Number.NaN] = await posted("FIRING", since);
    const firstBadAt = Date.parse(traffic.log.firstBadAnswerAt("canary", since) ?? "");
    const tookMs = postedAt - firstBadAt;
    assert.ok(tookMs > 0 && tookMs < ALERT_LIMIT_MS, `${tookMs} ms`);
    assert.equal(traffic.log.firstBadAnswerAt("legacy"), null);
  });
  await until("the alert's end was posted", async () => (await posted("RESOLVED", since)).length > 0);
  await alertIsOver();
});

test("alert-never-arrives: the rule fires, Alertmanager fails at Slack, nothing is posted until it is mended", async () => {
  await alertIsOver();
  const failures = async (): Promise<number> => {
    const { body } = await probe.request(`${at("REHEARSAL_ALERTMANAGER_URL")}/metrics`);
    return Number(/^alertmanager_notification_requests_failed_total\{integration="slack"\} (\d+)/m.exec(body)?.[1]);
  };
  assert.equal(await failures(), 0);
  const since = Date.now();
  await playing("alert-never-arrives", async () => {
    await until("Alertmanager failed", async () => (await failures()) > 0);
    assert.deepEqual(await posted("FIRING", since), []);
  });
  // The alert still stands: with the webhook mended it is told, late.
  await until("it was told late", async () => (await posted("Phase4CanaryErrorRateHigh", since)).length > 0);
  await assertNothingLeft();
});

/** The share of bad answers by track and endpoint, in the traffic's order. */
const SHARES: Readonly<Record<string, { readonly canary: readonly number[]; readonly legacy: readonly number[] }>> = {
  "high-error-rate": { canary: [0.3, 0.3, 0.3, 0], legacy: [0, 0, 0, 0] },
  "one-endpoint-failing": { canary: [0.6, 0, 0, 0], legacy: [0, 0, 0, 0] },
  "all-endpoints-failing": { canary: [0.5, 0.5, 0.5, 0.5], legacy: [0, 0, 0, 0] },
  "dependency-down": { canary: [1, 0, 0, 0], legacy: [1, 0, 0, 0] },
  "legacy-too": { canary: [0.3, 0.3, 0.3, 0], legacy: [0.3, 0.3, 0.3, 0] },
  "alert-never-arrives": { canary: [0.3, 0.3, 0.3, 0], legacy: [0, 0, 0, 0] },
  "rollback-does-nothing": { canary: [0.3, 0.3, 0.3, 0], legacy: [0, 0, 0, 0] },
  "rollback-hangs-having-done": { canary: [0.3, 0.3, 0.3, 0], legacy: [0, 0, 0, 0] },
  "rollback-hangs-without-doing": { canary: [0.3, 0.3, 0.3, 0], legacy: [0, 0, 0, 0] },
};

describe("what users get, by track and endpoint, and that it is over afterwards", () => {
  before(halves);
  for (const [name, expected] of Object.entries(SHARES))
    test(`${name}: ${findDrill(name).sentence}`, async () => {
      await playing(name, async (drill) => {
        const since = Date.now() + 100; // what was under way was still asked before
        await answersOf(100, since);
        for (const track of ["canary", "legacy"] as const) {
          const { shares } = seen(track, since);
          for (const [index, endpoint] of [ITEMS, RELEASES, FEEDBACK, READINESS].entries()) {
            const [wanted = -1, found = -1] = [expected[track][index], shares[endpoint]];
            const tolerance = wanted === 0 || wanted === 1 ? 0 : 0.1;
            assert.ok(Math.abs(found - wanted) <= tolerance, `${track} ${endpoint}: ${found}`);
          }
        }
        await drill.remove(parts);
      });
      await assertNothingLeft();
    });

  test("dependency-down: Redis refuses every connection until it is brought back, and has kept its data", async () => {
    await probe.askRedis(rehearsal, "SET drill-marker 1 EX 60");
    await playing("dependency-down", async (drill) => {
      await assert.rejects(probe.askRedis(rehearsal, "PING"), { code: "ECONNREFUSED" });
      const { status, body } = await probe.request(`${at("REHEARSAL_LEGACY_URL")}${ITEMS}`);
      assert.deepEqual([status, body], [503, '{"detail":"the cache cannot be used"}']);
      await drill.inject(parts); // twice is as once
    });
    assert.deepEqual(await probe.askRedis(rehearsal, "GET drill-marker", "DEL drill-marker"), ["$1", "1", ":1"]);
  });
});

describe("the rollback", () => {
  const dryRun = z.looseObject({ outcome: z.string() });
  const ask = (method: "GET" | "POST", deadlineMs = 5_000) =>
    probe.request(`${at("REHEARSAL_CANARY_URL")}${ROLLBACK}`, { method }, deadlineMs);
  const outcomeOf = ({ body }: { body: string }): string => dryRun.parse(JSON.parse(body)).outcome;

  before(() => restoreRouting(rehearsal));

  test("says that it is done while the weights stay as they are, and still describes itself", async () => {
    await playing("rollback-does-nothing", async () => {
      const answer = await ask("POST");
      assert.equal(answer.status, 200);
      const { at: when, ...said } = z.looseObject({ at: z.string() }).parse(JSON.parse(answer.body));
      assert.ok(Math.abs(Date.parse(when) - Date.now()) < 5_000);
      assert.deepEqual(said, {
        outcome: "rolled-back",
        before: { legacy: 95, canary: 5 },
        after: { legacy: 100, canary: 0 },
        commands: ["set server phase4/legacy weight 100", "set server phase4/canary weight 0"],
        duration_ms: 2.5,
        recorded: true,
      });
      assert.equal(await weights(), "95/5");
      assert.equal(outcomeOf(await ask("GET")), "planned");
    });
  });

  test("hangs without having done anything", async () => {
    await playing("rollback-hangs-without-doing", async () => {
      await assert.rejects(ask("POST", 1_500), { name: "TimeoutError" });
      assert.equal(await weights(), "95/5");
      assert.equal(outcomeOf(await ask("GET")), "planned");
    });
  });

  test("hangs having done it: legacy gets everything, and the canary answers no more", async () => {
    await playing("rollback-hangs-having-done", async () => {
      await assert.rejects(ask("POST", 1_500), { name: "TimeoutError" });
      assert.equal(await weights(), "100/0");
      assert.equal(outcomeOf(await ask("GET")), "already-rolled-back");
      const since = Date.now() + 100;
      await until("legacy answered often", () => seen("legacy", since).answers >= 100);
      assert.equal(seen("canary", since).answers, 0);
      assert.ok(Date.parse(traffic.log.lastAnswerAt("canary") ?? "") < since);
    });
    await restoreRouting(rehearsal);
    assert.equal(await weights(), "95/5");
  });

  test("does what it says when the drill is over", async () => {
    assert.equal(outcomeOf(await ask("POST")), "rolled-back");
    assert.equal(await weights(), "100/0");
    await restoreRouting(rehearsal);
  });
});

describe("the alert raised by hand, false-alarm", () => {
  before(halves);
  test("is posted though one in 500 fails, and its end is posted too", async () => {
    await alertIsOver();
    const since = Date.now();
    await playing("false-alarm", async (drill) => {
      await until("it was posted", async () => (await posted("Raised by hand", since)).length > 0);
      await until("one in 500 failed", () => traffic.log.firstBadAnswerAt("canary", since) !== null);
      const bad = traffic.log.counts(since).reduce((sum, { badAnswers }) => sum + badAnswers, 0);
      assert.deepEqual(
        [bad, seen("canary", since).answers > 450, traffic.log.firstBadAnswerAt("legacy", since)],
        [1, true, null],
      );
      await drill.remove(parts);
      await until("its end was posted", async () => (await posted("RESOLVED", since)).length > 0);
    });
    await assertNothingLeft();
  });

  test("is posted again when it is raised anew as soon as it was over", async () => {
    const since = Date.now();
    await playing("false-alarm", async () => {
      await until("it was posted", async () => (await posted("Raised by hand", since)).length > 0);
    });
    await alertIsOver();
  });
});
