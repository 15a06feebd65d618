import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startStandIns, type StandInOptions } from "../../../rehearsal/stand-ins";
import { ask } from "./ask";

const OPTIONS: StandInOptions = {
  slack: { token: "xoxb-1", webhookKey: "key" },
  pagerduty: { routingKey: "0".repeat(32), apiToken: "token" },
  grafana: { token: "glsa_1", prometheusUrl: "http://127.0.0.1:1" },
  elasticsearch: { apiKey: "key" },
  github: { token: "ghp_0123456789" },
  googleCloudLogging: { token: "ya29", projectId: "canary" },
};

describe("stand-ins", () => {
  it("start on ports of their own, count what they answer, and stop", async () => {
    const standIns = await startStandIns(OPTIONS);
    const { slack, pagerduty, grafana, elasticsearch, googleCloudLogging, metricsUrl } = standIns;
    const urls = [slack, pagerduty, grafana, elasticsearch, googleCloudLogging].map(({ url }) => url);
    assert.equal(new Set([...urls, new URL(metricsUrl).origin]).size, 6);
    await ask(`${slack.url}/api/auth.test`, { form: { token: "xoxb-1" } });
    await ask(`${pagerduty.url}/incidents`);
    await ask(`${elasticsearch.url}/no/such/path`, { headers: { authorization: "ApiKey key" } });
    const metrics = await ask(metricsUrl);
    assert.match(metrics.headers.get("content-type") ?? "", /^text\/plain/);
    assert.match(metrics.text, /stand_in_requests_total\{system="slack",operation="auth\.test",status="200"\} 1/);
    assert.match(
      metrics.text,
      /stand_in_requests_total\{system="pagerduty",operation="GET \/incidents",status="401"\} 1/,
    );
    assert.match(metrics.text, /stand_in_requests_total\{system="elasticsearch",operation="unknown",status="400"\} 1/);
    await standIns.stop();
    await standIns.stop();
    for (const url of [...urls, metricsUrl]) await assert.rejects(fetch(url));
  });

  it("have a front before Prometheus only where it is asked for, and stop it with the others", async () => {
    const plain = await startStandIns(OPTIONS);
    assert.equal(plain.prometheusFront, undefined);
    await plain.stop();
    const prometheusFront = { manner: "warns", prometheusUrl: "http://127.0.0.1:1" } as const;
    const standIns = await startStandIns({ ...OPTIONS, prometheusFront });
    const url = `${standIns.prometheusFront?.url}/api/v1/query?query=up`;
    assert.equal((await ask(url)).status, 502);
    const { text } = await ask(standIns.metricsUrl);
    assert.match(text, /stand_in_requests_total\{system="prometheus-front",operation="query",status="502"\} 1/);
    await standIns.stop();
    await assert.rejects(fetch(url));
  });

  it("stop at once with requests under way", async () => {
    const standIns = await startStandIns(OPTIONS);
    standIns.slack.answerSlowly(60_000);
    const form = { token: "xoxb-1", channel: standIns.slack.channelId("support"), text: "x" };
    const hanging = assert.rejects(ask(`${standIns.slack.apiUrl}chat.postMessage`, { form }));
    while (standIns.slack.messages(form.channel).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const started = Date.now();
    await standIns.stop();
    await hanging;
    assert.ok(Date.now() - started < 1000);
  });

  it("leave nothing running when one of them cannot start", async () => {
    const options = { ...OPTIONS, pagerduty: { routingKey: "short", apiToken: "token" } };
    const listening = () => process.getActiveResourcesInfo().filter((resource) => resource === "TCPServerWrap").length;
    await assert.rejects(startStandIns(options), RangeError);
    // Node lists a closed server until the loop has turned, which takes a while on a busy machine.
    for (let turn = 0; turn < 40 && listening() > 0; turn++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(listening(), 0);
  });
});
