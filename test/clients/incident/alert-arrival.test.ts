import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { alertmanagerConfiguration } from "../../../rehearsal/parts/alertmanager";
import { startSlack, type SlackStandIn } from "../../../rehearsal/stand-ins/slack";
import { createAlertmanager } from "../../../support/clients/alertmanager";
import { createSlack } from "../../../support/clients/slack";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { startProgram, type StartedProgram } from "../started-program";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo } from "../transport/local-servers";

const TOKEN = "xoxb-1234567890-secret";
const NAME = "Phase4CanaryErrorRateHigh";

describe("an alert on its way: a real Alertmanager that tells Slack", () => {
  let slack: SlackStandIn;
  let alertmanager: StartedProgram;
  let url: string;
  let folder: string;

  before(async () => {
    slack = await startSlack({ token: TOKEN, webhookKey: "webhook-key" }, () => undefined);
    folder = await mkdtemp(join(tmpdir(), "client-test-"));
    const address = `127.0.0.1:${await closedPort()}`;
    url = `http://${address}`;
    const file = join(folder, "alertmanager.yaml");
    await writeFile(file, alertmanagerConfiguration(slack.webhookUrl));
    const options = [`--storage.path=${folder}`, `--web.listen-address=${address}`, "--cluster.listen-address="];
    const run = ["/usr/bin/prometheus-alertmanager", `--config.file=${file}`, ...options];
    alertmanager = await startProgram(run, async () => (await fetch(`${url}/-/ready`)).ok);
  });
  after(async () => {
    closeTransports();
    await Promise.all([alertmanager.stop(), slack.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const inChannel = () =>
    createSlack(
      {
        connection: connectionTo(slack.apiUrl.replace(/\/$/, ""), {
          system: "Slack",
          auth: { kind: "bearer", token: TOKEN },
        }),
        channelId: slack.channelId("phase4-critical"),
        channelName: "#phase4-critical",
      },
      createTestContext().context,
    );
  const known = (alertName: string, alertLabels = { track: "canary" }) =>
    createAlertmanager(
      { connection: connectionTo(url, { system: "Alertmanager" }), alertLabels },
      createTestContext().context,
    ).readNotification(alertName);

  async function post(path: string, body: unknown): Promise<void> {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/api/v2/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(response.status, 200, await response.text());
  }

  const alert = (alertname: string, startsAt: string, about: Readonly<Record<string, string>> = {}) => ({
    labels: { alertname, severity: "critical", track: "canary", ...about },
    annotations: { summary: "The canary answers 3 % of its requests with an error <limit 1 %> & more." },
    startsAt,
  });

  test("the message is read out of its attachment, with its time and its permalink", async () => {
    const since = new Date().toISOString();
    setTimeout(() => void post("alerts", [alert(NAME, since)]), 300);
    const arrival = await inChannel().awaitAlert({ alertName: NAME, since, limitMs: 10_000 });
    assert.ok(arrival.message);
    const { text, postedAt, permalink } = arrival.message;
    assert.match(text, /FIRING: Phase4CanaryErrorRateHigh/);
    assert.match(text, /The canary answers 3 % of its requests with an error <limit 1 %> & more\./);
    assert.ok(Date.parse(postedAt) >= Date.parse(since) && Date.parse(postedAt) <= Date.now(), postedAt);
    assert.match(permalink, new RegExp(`^${slack.url}/archives/${slack.channelId("phase4-critical")}/p\\d+$`));
    assert.equal(arrival.channel, "#phase4-critical");
    assert.equal(arrival.alertName, NAME);
    assert.ok(Date.parse(arrival.lookedUntil) >= Date.parse(since));
  });

  test("Alertmanager knows it since it began, of the canary only, and not by a part of its name", async () => {
    const startsAt = "2025-10-22T14:05:00.000Z";
    await post("alerts", [alert("Known", startsAt), alert("Known", "2025-10-22T14:01:00Z", { track: "legacy" })]);
    assert.deepEqual(await known("Known"), { startsAt, isSilenced: false });
    assert.deepEqual(await known("Known", { track: "legacy" }), {
      startsAt: "2025-10-22T14:01:00.000Z",
      isSilenced: false,
    });
    assert.equal(await known("Know"), null);
    assert.equal(await known('Known", track="legacy'), null);
  });

  test("of several alerts of one rule the first tells the time; hidden is only what is hidden as a whole", async () => {
    const [first, second] = ["2025-10-22T14:02:00.000Z", "2025-10-22T14:03:00.000Z"];
    await post("alerts", [alert("Twice", second, { instance: "b" }), alert("Twice", first, { instance: "a" })]);
    const silence = (name: string, value: string) => ({
      matchers: [
        { name: "alertname", value: "Twice" },
        { name, value },
      ].map((one) => ({ ...one, isRegex: false, isEqual: true })),
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 600_000).toISOString(),
      createdBy: "a test",
      comment: "forgotten",
    });
    assert.deepEqual(await known("Twice"), { startsAt: first, isSilenced: false });
    await post("silences", silence("instance", "a"));
    assert.deepEqual(await known("Twice"), { startsAt: first, isSilenced: false });
    await post("silences", silence("instance", "b"));
    assert.deepEqual(await known("Twice"), { startsAt: first, isSilenced: true });
  });

  test("that it is resolved is told in the channel too, and is no arrival", async () => {
    const began = new Date().toISOString();
    await post("alerts", [alert("Short", began)]);
    await inChannel().awaitAlert({ alertName: "Short", since: began, limitMs: 10_000 });
    const since = new Date().toISOString();
    await post("alerts", [{ ...alert("Short", began), endsAt: new Date().toISOString() }]);
    const { message, lookedUntil } = await inChannel().awaitAlert({ alertName: "Short", since, limitMs: 4_000 });
    assert.equal(message, null);
    assert.ok(Date.parse(lookedUntil) - Date.parse(since) > 3_000, lookedUntil);
    const told = slack
      .messages(slack.channelId("phase4-critical"))
      .filter(({ ts }) => Number(ts) * 1_000 > Date.parse(since));
    assert.match(JSON.stringify(told), /RESOLVED: Short/);
    assert.equal(await known("Short"), null);
  });
});
