import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startGithub, type GithubStandIn } from "../../rehearsal/stand-ins/github";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { lookAtFeedback, lookAtIssueTracker, lookAtMetrics, lookAtReadiness } from "../../support/doctor/canary";
import { startPrometheus, type RealServer } from "../clients/real-prometheus";
import { createTestContext } from "../clients/test-context";
import { connectionTo, serve } from "../clients/transport/local-servers";

const { context } = createTestContext();
after(() => closeTransports());

describe("the doctor looks at the canary's metrics, on a Prometheus that scrapes itself", () => {
  let prometheus: RealServer;
  before(async () => {
    prometheus = await startPrometheus({});
    await untilScraped(prometheus.url);
  });
  after(() => prometheus.stop());

  const look = (canary: string, legacy: string) =>
    lookAtMetrics(
      { connection: connectionTo(prometheus.url, { system: "Prometheus" }), refusesPartialResponse: false } as never,
      {
        flavour: "custom",
        canary: { handler: canary },
        legacy: { handler: legacy },
        scrapeSeconds: 1,
        exclude: {},
        instanceLabel: "instance",
        durationUnit: "seconds",
        selectors: {
          requests: "prometheus_http_requests_total",
          errors: 'prometheus_http_requests_total{code=~"5.."}',
          durations: "prometheus_http_request_duration_seconds_bucket",
          memory: "process_resident_memory_bytes",
          processStart: "process_start_time_seconds",
          up: { canary: "up", legacy: "up" },
        },
      },
      context,
    );

  test("both tracks are found", async () => {
    const finding = await look("/api/v1/query", "/metrics");
    assert.equal(finding.state, "ok", finding.detail);
    assert.match(finding.detail, /^canary [1-9]\d* series of requests, legacy [1-9]\d*$/);
  });

  test("the canary is not there before the roll-out", async () => {
    const finding = await look("/nobody", "/metrics");
    assert.equal(finding.state, "ok", finding.detail);
    assert.match(finding.detail, /^canary 0 series of requests, legacy [1-9]\d*: right before the roll-out; /);
  });

  test("no legacy either: the metrics are called otherwise", async () => {
    const finding = await look("/nobody", "/nobody-else");
    assert.equal(finding.state, "problem");
    assert.match(finding.detail, /nothing is found by prometheus_http_requests_total\{handler="\/nobody-else"\}/);
    assert.equal(finding.fix, "correct metrics.legacy, metrics.flavour or metrics.selectors");
  });
});

describe("the doctor looks at the issue tracker", () => {
  let github: GithubStandIn;
  before(async () => {
    github = await startGithub({ token: "ghp_0123456789abcdef" }, () => undefined);
  });
  after(() => github.stop());

  const look = (label: string, token = "ghp_0123456789abcdef") =>
    lookAtIssueTracker(
      {
        kind: "github",
        connection: connectionTo(github.apiUrl, { system: "GitHub", auth: { kind: "bearer", token } }),
        repository: "example/phase4",
        label,
      },
      context,
    );

  test("it lets us in and knows the label", async () => {
    const { subject, state, detail } = await look("canary-2.0.0");
    assert.deepEqual([subject, state], ["GitHub", "ok"]);
    assert.equal(detail, 'The label "canary-2.0.0" exists in example/phase4. Open with it: 0.');
  });

  test("a misspelt label, a wrong token: each a problem with its fix", async () => {
    assert.equal((await look("canary-2.0.O")).fix, "correct issueTracker.label, or create the label");
    assert.equal((await look("canary-2.0.0", "ghp_wrong")).state, "problem");
  });
});

test("the doctor looks at the feedback source", async (t) => {
  const { url } = await serve(t, (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"positive":3,"negative":1}');
  });
  const section = {
    connection: connectionTo(url, { system: "Survey" }),
    path: "/answers?v={version}&since={since}&until={until}",
    controlPath: "/answers?v={version}",
    timeFormat: "iso" as const,
    answers: { kind: "counts" as const, positive: "/positive", negative: "/negative" },
  };
  const { state, detail } = await lookAtFeedback(section, "2.0.0", context);
  assert.deepEqual([state, detail], ["ok", "4 answers on 2.0.0 in the last day, 4 ever"]);
});

test("the doctor looks at the A/B test: not ready yet is in order, no answer is not", async (t) => {
  const look = async (body: string) => {
    const { url } = await serve(t, (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(body);
    });
    const section = { connection: connectionTo(url, { system: "Flags" }), path: "/ab?v={version}", ready: "/ready" };
    return lookAtReadiness(section, "2.0.0", context);
  };
  assert.equal((await look('{"ready":false}')).detail, "it says that the A/B test is not ready");
  assert.equal((await look('{"other":1}')).state, "problem");
});

async function untilScraped(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`${url}/api/v1/query?query=prometheus_http_requests_total`);
    const { data } = (await answer.json()) as { data: { result: { metric: { handler: string } }[] } };
    const handlers = new Set(data.result.map(({ metric }) => metric.handler));
    // A window ends at a whole scrape interval, so the samples must be a little old.
    if (handlers.has("/api/v1/query") && handlers.has("/metrics")) return sleep(2_000);
    await sleep(100);
  }
  throw new Error("Prometheus did not scrape itself in 20 s.");
}
