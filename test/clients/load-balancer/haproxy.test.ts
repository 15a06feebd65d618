import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createLoadBalancer } from "../../../support/clients/load-balancer";
import type { HaproxyOptions } from "../../../support/clients/load-balancer/haproxy";
import { findFreePort } from "../../../support/clients/process/free-port";
import type { EvidenceSink } from "../../../support/model/evidence";
import type { TrafficShares } from "../../../support/model/readings/traffic-shares";
import { startTcpServer } from "../tcp-server";
import { inFolder } from "../temporary-folder";
import { createTestContext } from "../test-context";
import { startHaproxySite, type BackendServer, type HaproxySite } from "./haproxy-site";

const LEGACY: BackendServer = { name: "legacy", weight: 95, track: "legacy" };
const CANARY: BackendServer = { name: "canary", weight: 5, track: "canary" };

async function withSite<T>(
  servers: readonly BackendServer[],
  work: (site: HaproxySite) => Promise<T>,
  balance?: string,
): Promise<T> {
  return inFolder({}, async (folder) => {
    const site = await startHaproxySite(folder, servers, balance);
    try {
      return await work(site);
    } finally {
      await site.stop();
    }
  });
}

async function read(options: HaproxyOptions): Promise<TrafficShares> {
  return createLoadBalancer(options, createTestContext().context).readShares();
}

/** What the test compares: the numbers, without times. */
function facts({ backends, sample, isCounterReset }: TrafficShares): unknown {
  const { start: _start, end: _end, ...counts } = sample;
  return { backends, sample: counts, isCounterReset };
}

describe("The load balancer, by HAProxy itself", () => {
  test("configured, applied, counted and answered, over the same sample", async () => {
    await withSite([LEGACY, CANARY], async ({ options }) => {
      const { context, evidence, evidenceText } = createTestContext();
      const reading = await createLoadBalancer(options, context).readShares();
      assert.deepEqual(facts(reading), {
        backends: [
          { name: "canary", track: "canary", configuredWeight: 5, appliedWeight: 5, state: "UP", countedRequests: 10 },
          {
            name: "legacy",
            track: "legacy",
            configuredWeight: 95,
            appliedWeight: 95,
            state: "UP",
            countedRequests: 190,
          },
        ],
        sample: {
          sent: 200,
          answeredByCanary: 10,
          answeredByLegacy: 190,
          answeredByOthers: 0,
          unanswered: 0,
          remarks: [],
        },
        isCounterReset: false,
      });
      assert.ok(Date.parse(reading.sample.end) >= Date.parse(reading.sample.start));
      assert.match(reading.where, /^HAProxy 127\.0\.0\.1:\d+, proxy phase4; http:\/\/127\.0\.0\.1:\d+\/health$/);
      assert.equal(evidence.length, 3);
      assert.match(evidenceText("after the sample"), /"configuredWeight": 95/);
    });
  });

  test("weights-swapped: canary is configured with 95", async () => {
    const swapped = [
      { ...LEGACY, weight: 5 },
      { ...CANARY, weight: 95 },
    ];
    const { backends, sample } = await withSite(swapped, ({ options }) => read(options));
    assert.deepEqual(
      backends.map(({ name, configuredWeight }) => [name, configuredWeight]),
      [
        ["canary", 95],
        ["legacy", 5],
      ],
    );
    assert.equal(sample.answeredByCanary, 190);
  });

  test("weight-drifted-at-runtime: the applied weight is not the configured one", async () => {
    const { backends, sample } = await withSite([LEGACY, CANARY], async ({ options, say }) => {
      await say("set server phase4/canary weight 105");
      return read(options);
    });
    const [canary] = backends;
    assert.deepEqual([canary?.configuredWeight, canary?.appliedWeight], [5, 105]);
    assert.ok(sample.answeredByCanary > 80);
  });

  test("the configured share alone sends no request, and heeds no weight of run time", async () => {
    await withSite([LEGACY, CANARY], async ({ options, say }) => {
      await say("set server phase4/canary weight 105");
      const { where, canaryPercent } = await createLoadBalancer(
        options,
        createTestContext().context,
      ).readConfiguredShare();
      assert.equal(canaryPercent, 5);
      assert.match(where, /^HAProxy 127\.0\.0\.1:\d+, proxy phase4$/);
      assert.deepEqual(
        (await read(options)).backends.map(({ countedRequests }) => countedRequests).reduce((a, b) => a + b),
        200,
      );
    });
  });

  test("sticky-sessions-skew: weights are right, but all of our requests end on one track", async () => {
    const sticky = "balance roundrobin\n  stick-table type ip size 1k\n  stick on src";
    const { backends, sample } = await withSite([LEGACY, CANARY], ({ options }) => read(options), sticky);
    assert.deepEqual(
      backends.map(({ appliedWeight }) => appliedWeight),
      [5, 95],
    );
    assert.equal(Math.max(sample.answeredByCanary, sample.answeredByLegacy), 200);
    assert.equal(Math.max(...backends.map(({ countedRequests }) => countedRequests)), 200);
  });

  test("third-backend-takes-traffic: it is none of ours, and its answers are told", async () => {
    const servers = [{ ...LEGACY, weight: 92 }, CANARY, { name: "shadow", weight: 3, track: "other" }];
    const { backends, sample } = await withSite(servers, ({ options }) => read(options));
    assert.deepEqual(backends.at(-1), {
      name: "shadow",
      track: "other",
      configuredWeight: 3,
      appliedWeight: 3,
      state: "UP",
      countedRequests: 6,
    });
    assert.equal(sample.answeredByOthers, 6);
    assert.deepEqual(sample.remarks, ["6 × HTTP 200 with x-deployment-track: other"]);
  });

  test("backend-down: a server that is down applies no weight", async () => {
    const { backends, sample } = await withSite([{ ...LEGACY, isListening: false }, CANARY], ({ options }) =>
      read(options),
    );
    const [canary, legacy] = backends;
    assert.deepEqual([legacy?.state, legacy?.configuredWeight, legacy?.appliedWeight], ["DOWN", 95, 0]);
    assert.equal(canary?.countedRequests, 200);
    assert.equal(sample.answeredByCanary, 200);
  });

  test("drained, in maintenance, backup and without a check", async () => {
    const servers = [LEGACY, CANARY, { name: "spare", weight: 9, track: "legacy", more: "backup" }];
    await withSite(servers, async ({ options, say }) => {
      await say("set server phase4/canary state drain");
      const drained = await read(options);
      assert.deepEqual(
        drained.backends.map(({ name, state, configuredWeight, appliedWeight }) => [
          name,
          state,
          configuredWeight,
          appliedWeight,
        ]),
        [
          ["canary", "DRAIN", 5, 0],
          ["legacy", "UP", 95, 95],
          ["spare", "UP", 0, 0],
        ],
      );
      await say("set server phase4/canary state maint");
      await say("set server phase4/legacy state maint");
      const spare = await read(options);
      assert.deepEqual(
        spare.backends.map(({ state, appliedWeight, countedRequests }) => [state, appliedWeight, countedRequests]),
        [
          ["MAINT", 0, 0],
          ["MAINT", 0, 0],
          ["UP", 9, 200],
        ],
      );
    });
  });

  test("no server at all: the balancer's own error pages are no answers", async () => {
    const down = [LEGACY, CANARY].map((server) => ({ ...server, isListening: false }));
    const { sample } = await withSite(down, ({ options }) => read(options));
    assert.equal(sample.unanswered, 200);
    assert.deepEqual(sample.remarks, [
      "200 × HTTP 503 without the header x-deployment-track, as the balancer's own error page",
    ]);
  });

  test("several instances are added up; a unix socket is one as well", async () => {
    const { backends } = await withSite([LEGACY, CANARY], ({ options, unixSocket }) => {
      return read({ ...options, sockets: [...options.sockets, { kind: "unix", path: unixSocket }] });
    });
    assert.deepEqual(
      backends.map(({ configuredWeight, countedRequests }) => [configuredWeight, countedRequests]),
      [
        [10, 20],
        [190, 380],
      ],
    );
  });

  test("counters that begin anew during the sample are told", async () => {
    const { isCounterReset } = await withSite([LEGACY, CANARY], async ({ options, say }) => {
      await read({ ...options, sample: { ...options.sample, requests: 1_000 } });
      const { context } = createTestContext();
      const evidence: EvidenceSink = {
        keep: async ({ title }) => void (title.includes("before the sample") && (await say("clear counters all"))),
      };
      return createLoadBalancer(options, { ...context, evidence }).readShares();
    });
    assert.equal(isCounterReset, true);
  });

  test("2,000 requests take less than 1.5 s", async () => {
    await withSite([LEGACY, CANARY], async ({ options }) => {
      const startedAt = performance.now();
      const { sample } = await read({ ...options, sample: { ...options.sample, requests: 2_000, concurrency: 20 } });
      const tookMs = performance.now() - startedAt;
      assert.ok(Math.abs(sample.answeredByCanary - 100) <= 2);
      assert.ok(tookMs < 1_500, `${Math.round(tookMs)} ms`);
    });
  });
});

describe("A load balancer that cannot be asked", () => {
  const cannot = async (
    change: (options: HaproxyOptions) => HaproxyOptions,
    reason: string,
    what: RegExp,
  ): Promise<void> => {
    await withSite([LEGACY, CANARY], async ({ options }) => {
      await assert.rejects(read(change(options)), { name: "InconclusiveError", reason, message: what });
    });
  };

  test("an unknown proxy", () =>
    cannot(
      (options) => ({ ...options, proxy: "phase5" }),
      "no-data",
      /^HAProxy answered "show \w+.* phase5.*" with "(Can't find backend|No such proxy)\."/,
    ));

  test("nothing listens on the socket", async () => {
    const port = await findFreePort();
    await cannot(
      (options) => ({ ...options, sockets: [{ kind: "tcp", host: "127.0.0.1", port }] }),
      "unreachable",
      /: connection refused\./,
    );
  });

  test("there is no such unix socket", () =>
    cannot(
      (options) => ({ ...options, sockets: [{ kind: "unix", path: "/no/such/socket" }] }),
      "unreachable",
      /: there is no such socket\./,
    ));

  test("a socket that drips is not waited for", async (t) => {
    const server = await startTcpServer((socket) => {
      const timer = setInterval(() => socket.write("."), 50);
      socket.on("close", () => clearInterval(timer));
    });
    t.after(() => server.stop());
    const sockets = [{ kind: "tcp", host: "127.0.0.1", port: server.port }] as const;
    const startedAt = performance.now();
    await cannot(
      (options) => ({ ...options, sockets, timeoutMs: 300 }),
      "timed-out",
      /: no whole answer within 300 ms\./,
    );
    assert.ok(performance.now() - startedAt < 3_000);
  });

  test("an interruption ends the sample", async () => {
    await withSite([LEGACY, CANARY], async ({ options }) => {
      const { context, interrupt } = createTestContext();
      const reading = createLoadBalancer(
        { ...options, sample: { ...options.sample, requests: 20_000 } },
        context,
      ).readShares();
      await sleep(100);
      interrupt();
      await assert.rejects(reading, { name: "InconclusiveError", reason: "not-executed" });
    });
  });

  test("at its deadline the sample stops, says so, and does not count what it cut off itself", async (t) => {
    const stalling = await startTcpServer((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
    });
    t.after(() => stalling.stop());
    await withSite([LEGACY, CANARY], async ({ options }) => {
      const baseUrl = `http://127.0.0.1:${stalling.port}`;
      const connection = { ...options.sample.connection, baseUrl, timeoutMs: 5_000, deadlineMs: 400 };
      const { sample } = await read({ ...options, sample: { ...options.sample, connection } });
      assert.equal(sample.sent, 10);
      assert.equal(sample.answeredByOthers, 10);
      assert.deepEqual(sample.remarks, [
        "the deadline was over after 10 of 200 requests",
        "10 × HTTP 200 without the header x-deployment-track",
      ]);
    });
  });

  test("requests that get no answer in time are counted, each with its reason", async (t) => {
    const silent = await startTcpServer(() => undefined);
    t.after(() => silent.stop());
    await withSite([LEGACY, CANARY], async ({ options }) => {
      const baseUrl = `http://127.0.0.1:${silent.port}`;
      const connection = { ...options.sample.connection, baseUrl, timeoutMs: 500, deadlineMs: 9_000 };
      const { sample } = await read({ ...options, sample: { ...options.sample, connection, requests: 10 } });
      assert.equal(sample.unanswered, 10);
      assert.deepEqual(sample.remarks, ["10 × no answer (UND_ERR_HEADERS_TIMEOUT)"]);
    });
  });
});
