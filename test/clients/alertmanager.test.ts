import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createAlertmanager } from "../../support/clients/alertmanager";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../support/errors";
import { startAlertmanager, type RealServer } from "./real-prometheus";
import { createTestContext } from "./test-context";
import { connectionTo, serve } from "./transport/local-servers";

const DOWN = { name: "CanaryDown", labels: { severity: "critical", instance: "{{ $labels.instance }}" } };
const SLOW = { name: "CanarySlow", labels: { severity: "warning" } };

describe("a real Alertmanager", () => {
  let server: RealServer;
  const client = () =>
    createAlertmanager(
      { connection: connectionTo(server.url, { system: "Alertmanager" }), alertLabels: { track: "canary" } },
      createTestContext().context,
    );

  before(async () => {
    server = await startAlertmanager();
  });
  after(async () => {
    closeTransports();
    await server.stop();
  });

  async function silence(matchers: readonly object[], fromNowMs = 0): Promise<string> {
    const response = await fetch(`${server.url}/api/v2/silences`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        matchers,
        startsAt: new Date(Date.now() + fromNowMs).toISOString(),
        endsAt: new Date(Date.now() + 3_600_000).toISOString(),
        createdBy: "a test",
        comment: "forgotten",
      }),
    });
    const { silenceID } = JSON.parse(await response.text()) as { silenceID: string };
    return silenceID;
  }

  async function hiddenBy(matchers: readonly object[]): Promise<readonly string[]> {
    const id = await silence(matchers);
    const silences = await client().readHidingSilences([DOWN, SLOW]);
    await fetch(`${server.url}/api/v2/silence/${id}`, { method: "DELETE" });
    return silences.find((one) => one.id === id)?.hides ?? [];
  }

  const matcher = (name: string, value: string, about: object = {}) => ({
    name,
    value,
    isRegex: false,
    isEqual: true,
    ...about,
  });

  test("tells its version, and that it stands alone", async () => {
    const status = await client().readStatus();
    assert.match(status.version, /^\d+\.\d+/);
    assert.equal(status.cluster, "disabled");
  });

  test("without a silence nothing is hidden", async () => {
    assert.deepEqual(await client().readHidingSilences([DOWN, SLOW]), []);
  });

  test("a silence on a label of the environment hides all of the canary's alerts, and is described", async () => {
    const id = await silence([matcher("track", "canary")]);
    const [hiding] = await client().readHidingSilences([DOWN, SLOW]);
    await fetch(`${server.url}/api/v2/silence/${id}`, { method: "DELETE" });
    assert.ok(Date.parse(hiding?.endsAt ?? "") > Date.now());
    assert.deepEqual(
      { ...hiding, endsAt: "" },
      {
        id,
        createdBy: "a test",
        comment: "forgotten",
        endsAt: "",
        matchers: '{track="canary"}',
        hides: ["CanaryDown", "CanarySlow"],
      },
    );
  });

  test("a silence hides those whose own labels it matches, by name, severity or pattern", async () => {
    assert.deepEqual(await hiddenBy([matcher("alertname", "CanarySlow")]), ["CanarySlow"]);
    assert.deepEqual(await hiddenBy([matcher("severity", "crit.*", { isRegex: true })]), ["CanaryDown"]);
    assert.deepEqual(await hiddenBy([matcher("severity", "critical", { isEqual: false })]), ["CanarySlow"]);
  });

  test("a silence on a label that only a firing alert has counts as hiding; one that contradicts does not", async () => {
    assert.deepEqual(await hiddenBy([matcher("instance", "10.0.0.7:9000")]), ["CanaryDown", "CanarySlow"]);
    assert.deepEqual(await hiddenBy([matcher("instance", "10.0.0.7:9000"), matcher("track", "legacy")]), []);
  });

  test("a silence that has ended or has not begun hides nothing", async () => {
    await silence([matcher("track", "canary")], 600_000);
    assert.deepEqual(await client().readHidingSilences([DOWN, SLOW]), []);
  });
});

test("an Alertmanager that is still settling with its cluster may not know all silences", async (t) => {
  const status = { cluster: { status: "settling" }, versionInfo: { version: "0.27.0" } };
  const { url } = await serve(t, (request, response) =>
    response
      .setHeader("content-type", "application/json")
      .end(request.url === "/am/api/v2/status" ? JSON.stringify(status) : "[]"),
  );
  const connection = connectionTo(`${url}/am`, { system: "Alertmanager" });
  const client = createAlertmanager({ connection, alertLabels: {} }, createTestContext().context);
  await assert.rejects(client.readHidingSilences([DOWN]), (error: unknown) => {
    assert.ok(error instanceof InconclusiveError);
    assert.equal(error.reason, "provider-warning");
    return true;
  });
});
