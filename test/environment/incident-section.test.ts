import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { parse } from "yaml";
import { z } from "zod";
import { createDependencies } from "../../support/clients/dependencies";
import { createErrorLines } from "../../support/clients/log-store/errors";
import { createIncidentMetrics } from "../../support/clients/prometheus/incident";
import { createRollback } from "../../support/clients/rollback";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { faultTextOf, type SchemaContext } from "../../support/environment/schema/context";
import { incidentSchema } from "../../support/environment/schema/incident";
import { logStoresSchema } from "../../support/environment/schema/log-stores";
import { BUILT_IN_DEFAULTS } from "../../support/environment/schema/transport";
import { createTestContext } from "../clients/test-context";
import { connectionTo } from "../clients/transport/local-servers";
import { SETTINGS } from "../clients/prometheus/known-history";
import { PLANTED_SECRET } from "./input-for";

after(() => closeTransports());

const CONTEXT: SchemaContext = {
  name: "staging",
  defaults: BUILT_IN_DEFAULTS,
  resolvePath: (path) => `/etc/runbook/${path}`,
  secretOf: (name) => (name === "CACHE_PASSWORD" ? PLANTED_SECRET : undefined),
};

const LEAST = `
alert: { name: HighErrorRate, channelId: C0CRITICAL, channelName: "#phase4-critical" }
announce: { channelId: C0CRITICAL, channelName: "#phase4-critical" }
dependencies:
  - { kind: redis, name: Cache, url: "redis://cache.example:6379/0", passwordFrom: CACHE_PASSWORD }
rollback: { connection: { url: "https://phase4.example.com" } }
`;

const load = (text: string) => incidentSchema(CONTEXT).parse(parse(text));

/** The sentences of the faults, ours in our words. */
function faultsOf(text: string): readonly string[] {
  const read = incidentSchema(CONTEXT).safeParse(parse(text));
  return (read.error?.issues ?? []).map((issue) => {
    const own = issue.code === "custom" ? faultTextOf(issue.params)?.what : undefined;
    return `${issue.path.join(".")}: ${own ?? issue.message}`;
  });
}

describe("what is left out is as usual:", () => {
  const incident = load(LEAST);

  test("log fields are those of the Elastic Common Schema, in each store's way of writing", () => {
    const trackValues = { canary: "canary", legacy: "legacy" };
    assert.deepEqual(incident.logs, {
      mostLines: 2_000,
      elasticsearch: {
        track: "service.track",
        trackValues,
        status: "http.response.status_code",
        level: "log.level",
        message: "message",
        endpoint: "http.route",
      },
      "google-cloud-logging": {
        track: 'jsonPayload."service.track"',
        trackValues,
        status: 'jsonPayload."http.response.status_code"',
        level: "severity",
        message: "jsonPayload.message",
        endpoint: 'jsonPayload."http.route"',
      },
    });
  });

  test("endpoints by the label handler, versions by the label version", () => {
    assert.deepEqual(incident.metrics, { endpointLabel: "handler", versionLabel: "version" });
  });

  test("the runbook's rollback, described by GET at the same path", () => {
    const { path, describe: described, timeoutMs } = incident.rollback;
    assert.equal(path, "/api/v2/canary/rollback");
    assert.deepEqual([described, timeoutMs], [{ method: "GET", path }, 15_000]);
  });

  test("a Redis has its password from the variable, and deadlines of its own", () => {
    const [cache] = incident.dependencies;
    assert.ok(cache?.kind === "redis");
    assert.deepEqual([cache.password, cache.timeoutMs, cache.deadlineMs], [PLANTED_SECRET, 2_000, 5_000]);
  });
});

test("every part of the section has the very shape that its client takes", () => {
  const { context } = createTestContext();
  const { logs, metrics, dependencies, rollback } = load(LEAST);
  const stores = logStoresSchema(CONTEXT).parse([
    { kind: "elasticsearch", connection: { url: "https://e.example" }, index: "logs-*", markerField: "id", fields: { a: "*" } },
    { kind: "google-cloud-logging", project: "p", logName: "l", connection: {}, markerField: "jsonPayload.id", fields: { a: "*" } },
  ]); // prettier-ignore
  const searches = stores.map((store) => createErrorLines({ ...store, logFields: logs[store.kind] }, context));
  assert.equal(searches.length, 2);
  const prometheus = { connection: connectionTo("http://127.0.0.1:9"), refusesPartialResponse: false };
  const asked = { ...prometheus, metrics: SETTINGS, incident: metrics, alertLabels: {} };
  assert.equal(typeof createIncidentMetrics(asked, context).readChanges, "function");
  assert.equal(typeof createDependencies(dependencies, context).askAll, "function");
  assert.equal(
    createRollback(rollback, context).where,
    "Rollback endpoint, https://phase4.example.com, environment test",
  );
});

test("an HTTP dependency bears its name in its answers and evidence", () => {
  const [, catalogue] = load(`${LEAST.replace("rollback:", "  - { kind: http, name: Catalogue, connection: { url: 'https://c.example' } }\nrollback:")}`).dependencies; // prettier-ignore
  assert.ok(catalogue?.kind === "http");
  assert.deepEqual(
    [catalogue.connection.system, catalogue.path, catalogue.expectedStatus],
    ["Catalogue", "/health", 200],
  );
});

describe("a section that could do harm or pass for the wrong reason is refused:", () => {
  const rollback = (rest: string) =>
    LEAST.replace(/rollback:.*/, `rollback: { connection: { url: "https://p.example" }, ${rest} }`);
  const ownPath =
    "rollback.describe: the description is asked with POST at the rollback's own path: that would roll the canary back";
  for (const [sentence, text, fault] of [
    ["a description by POST at the rollback's own path", rollback("describe: { method: POST }"), ownPath],
    ["the same, written out", rollback("path: /roll, describe: { method: POST, path: /roll }"), ownPath],
    ["no dependency at all", LEAST.replace(/dependencies:\n.*\n/, "dependencies: []\n"), /^dependencies: .*small/],
    [
      "two dependencies of one name",
      LEAST.replace("rollback:", '  - { kind: redis, name: Cache, url: "redis://b.example:6379/0" }\nrollback:'),
      "dependencies: two dependencies are called Cache",
    ],
    ["a password in the file", LEAST.replace("CACHE_PASSWORD", "hunter22"), /^dependencies\.0\.passwordFrom: /],
    [
      "a channel by its name",
      LEAST.replace("channelId: C0CRITICAL", "channelId: phase4-critical"),
      /^alert\.channelId: /,
    ],
    ["a rollback that may take a minute", rollback("timeoutSeconds: 60"), /^rollback\.timeoutSeconds: /],
    ["a field that is not known", `${LEAST}errorRateAbovePercent: 1\n`, /Unrecognized key: "errorRateAbovePercent"/],
  ] as const)
    // prettier-ignore
    test(sentence, () => {
      const faults = faultsOf(text);
      assert.equal(faults.length, 1, faults.join("\n"));
      if (typeof fault === "string") assert.equal(faults[0], fault);
      else assert.match(faults[0] ?? "", fault);
    });

  test("a dry run by POST at a path of its own is none of them", () => {
    assert.deepEqual(
      faultsOf(rollback('describe: { method: POST, path: "/api/v2/canary/rollback?dry_run=true" }')),
      [],
    );
  });
});

test("every field has a description, for editors", () => {
  const schema: unknown = z.toJSONSchema(incidentSchema(CONTEXT), { io: "input", target: "draft-7" });
  const undescribed = (node: unknown, place: string): string[] => {
    if (typeof node !== "object" || node === null) return [];
    const given: unknown = Reflect.get(node, "properties");
    const properties = typeof given === "object" && given !== null ? Object.entries(given) : [];
    const options: unknown = Reflect.get(node, "oneOf");
    return [
      ...properties.flatMap(([name, field]: [string, unknown]) => [
        ...(typeof Reflect.get(Object(field), "description") === "string" ? [] : [`${place}.${name}`]),
        ...undescribed(field, `${place}.${name}`),
      ]),
      ...(Array.isArray(options) ? options.flatMap((option) => undescribed(option, place)) : []),
      ...undescribed(Reflect.get(node, "items"), `${place}[]`),
    ];
  };
  assert.deepEqual(undescribed(schema, "incident"), []);
});
