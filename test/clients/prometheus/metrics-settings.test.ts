import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MetricsSettings } from "../../../support/clients/prometheus/canary-metrics";
import { Sources } from "../../../support/clients/prometheus/canary-metrics/sources";
import { FLAVOUR_SELECTORS, FLAVOURS, SIGNALS } from "../../../support/clients/prometheus/flavours";
import { faultTextOf, type SchemaContext } from "../../../support/environment/schema/context";
import { metricsSchema } from "../../../support/environment/schema/metrics";
import { BUILT_IN_DEFAULTS } from "../../../support/environment/schema/transport";

const CONTEXT: SchemaContext = {
  name: "test",
  defaults: BUILT_IN_DEFAULTS,
  resolvePath: (path) => path,
  secretOf: () => undefined,
};
const TRACKS = { canary: { track: "canary" }, legacy: { track: "legacy" } };
const CUSTOM = {
  ...TRACKS,
  flavour: "custom",
  durationUnit: "seconds",
  selectors: { requests: "r", errors: "e", durations: "d_bucket", memory: "m", processStart: "s", up: "up" },
};

/** The settings of a section; the compiler refuses this once the schema's shape and the client's differ. */
function settingsOf(section: object): MetricsSettings {
  return metricsSchema(CONTEXT).parse(section);
}

function faultsOf(section: object): readonly (readonly [place: string, what: string])[] {
  const { error } = metricsSchema(CONTEXT).safeParse(section);
  return (error?.issues ?? []).map((issue) => {
    const params = issue.code === "custom" ? issue.params : undefined;
    return [issue.path.join("."), faultTextOf(params)?.what ?? issue.message];
  });
}

describe("the section of the environment file", () => {
  test("has the usual where nothing is said", () => {
    assert.deepEqual(settingsOf({ flavour: "prometheus-client", ...TRACKS }), {
      flavour: "prometheus-client",
      ...TRACKS,
      scrapeSeconds: 15,
      exclude: {},
      instanceLabel: "instance",
      selectors: {},
    });
  });

  test("takes probes, the balancer and roll-backs", () => {
    const section = {
      flavour: "prometheus-client",
      ...TRACKS,
      probes: { selector: 'probe_success{job="blackbox"}', everySeconds: 30 },
      balancer: { requests: "r_total", weight: 'w{proxy="phase4"}', servers: { canary: ["c"], legacy: ["l"] } },
      rollbacks: "phase4_rollbacks_total",
    };
    const { probes, balancer, rollbacks } = settingsOf(section);
    assert.deepEqual(probes, { ...section.probes, targetLabel: "instance" });
    assert.deepEqual(balancer, { ...section.balancer, serverLabel: "server", sumOver: ["code"] });
    assert.equal(rollbacks, "phase4_rollbacks_total");
  });

  for (const selector of [
    "up",
    "job:requests:rate5m",
    'x_total{job="a",path=~"/[a-z]{2}|\\\\(.*"}',
    '{__name__=~"http_.*",job="a"}',
    "x{a='}',b=`[`}",
    ' x { a = "offset 5m" , } ',
    '{"my.metric","my.label"="x"}',
  ]) {
    test(`the selector ${selector} is taken`, () => {
      assert.deepEqual(faultsOf({ ...CUSTOM, selectors: { ...CUSTOM.selectors, up: selector } }), []);
    });
  }

  for (const [selector, what] of [
    ["up[5m]", "this selector has a range in brackets"],
    ['up{job="a"} offset 5m', "this selector is moved in time"],
    ['up{job="a"}@1700000000', "this selector is moved in time"],
    ['up{job="a"', "this PromQL lacks a }"],
    ['up{job="a"}}', "this PromQL has a } that closes nothing"],
    ['up{job="a}', "a string in this PromQL has no end"],
    ["sum(up)", "this is no selector of series: a metric's name, matchers in braces, or both"],
    ["up == 1", "this is no selector of series: a metric's name, matchers in braces, or both"],
    ["{}", "this is no selector of series: a metric's name, matchers in braces, or both"],
    ["my metric", "this is no selector of series: a metric's name, matchers in braces, or both"],
  ] as const) {
    test(`the selector ${selector} is refused`, () => {
      const section = { ...CUSTOM, selectors: { ...CUSTOM.selectors, up: selector } };
      assert.deepEqual(faultsOf(section), [["selectors.up", what]]);
      const ofOneTrack = { ...CUSTOM, selectors: { ...CUSTOM.selectors, up: { canary: selector, legacy: "up" } } };
      assert.deepEqual(faultsOf(ofOneTrack), [["selectors.up.canary", what]]);
    });
  }

  test("an expression may be any PromQL whose brackets close", () => {
    const section = (expression: string) => ({
      ...CUSTOM,
      selectors: { ...CUSTOM.selectors, up: { canary: { expression }, legacy: "up" } },
    });
    assert.deepEqual(faultsOf(section('max by (pod) (up{job=~"a|(b"} offset 1m)')), []);
    assert.deepEqual(faultsOf(section("max(up")), [["selectors.up.canary.expression", "this PromQL lacks a )"]]);
  });

  test("tracks without labels, or with the same ones, cannot be told apart", () => {
    assert.deepEqual(faultsOf({ ...CUSTOM, canary: {} }), [
      ["canary", "no label tells the canary's series from others"],
    ]);
    assert.deepEqual(faultsOf({ ...CUSTOM, legacy: CUSTOM.canary }), [
      ["legacy", "canary and legacy have the same labels, so their series cannot be told apart"],
    ]);
  });
});

describe("the flavours", () => {
  for (const flavour of FLAVOURS) {
    test(`what ${flavour} cannot know must be in the file, and nothing else`, () => {
      const known = FLAVOUR_SELECTORS[flavour];
      const missing = SIGNALS.filter((signal) => known.selectors[signal] === undefined).map((signal) => [
        "selectors",
        `the flavour ${flavour} has no selector of its own for ${signal}, and none is given`,
      ]);
      const unit = "the flavour custom does not say in which unit the histogram's bounds are";
      const expected = [...missing, ...(known.durationUnit === undefined ? [["", unit]] : [])];
      const byText = (faults: readonly (readonly string[])[]) => faults.map(String).sort();
      assert.deepEqual(byText(faultsOf({ flavour, ...TRACKS })), byText(expected));
    });
  }
});

describe("the resolved selectors", () => {
  const exclude = { handler: "/health|/livez" };
  const resolved = (section: object) => {
    const sources = new Sources(settingsOf({ ...TRACKS, exclude, ...section }), "test");
    return Object.fromEntries(SIGNALS.map((signal) => [signal, sources.of(signal, "canary").promql]));
  };
  const own = { memory: "m", processStart: "s", up: { canary: 'up{pod=~"c-.*"}', legacy: 'up{pod=~"l-.*"}' } };

  test("prometheus-client", () => {
    const users = 'track="canary",handler!~"/health|/livez"';
    assert.deepEqual(resolved({ flavour: "prometheus-client" }), {
      requests: `http_requests_total{${users}}`,
      errors: `http_requests_total{status=~"5..",${users}}`,
      durations: `http_request_duration_seconds_bucket{${users}}`,
      memory: 'process_resident_memory_bytes{track="canary"}',
      processStart: 'process_start_time_seconds{track="canary"}',
      up: 'up{track="canary"}',
    });
  });

  test("opentelemetry-http", () => {
    const users = 'service_version="2.0.0",http_route!~"/health"';
    const section = {
      flavour: "opentelemetry-http",
      canary: { service_version: "2.0.0" },
      exclude: { http_route: "/health" },
      selectors: { processStart: own.processStart, up: own.up },
    };
    assert.deepEqual(resolved(section), {
      requests: `http_server_request_duration_seconds_count{${users}}`,
      errors: `http_server_request_duration_seconds_count{http_response_status_code=~"5..",${users}}`,
      durations: `http_server_request_duration_seconds_bucket{${users}}`,
      memory: 'process_memory_usage_bytes{service_version="2.0.0"}',
      processStart: 's{service_version="2.0.0"}',
      up: 'up{pod=~"c-.*"}',
    });
  });

  test("istio", () => {
    const users = 'destination_version="v2"';
    const section = { flavour: "istio", canary: { destination_version: "v2" }, exclude: {}, selectors: own };
    assert.deepEqual(resolved(section), {
      requests: `istio_requests_total{reporter="destination",${users}}`,
      errors: `istio_requests_total{reporter="destination",response_code=~"5..",${users}}`,
      durations: `istio_request_duration_milliseconds_bucket{reporter="destination",${users}}`,
      memory: `m{${users}}`,
      processStart: `s{${users}}`,
      up: 'up{pod=~"c-.*"}',
    });
  });

  test("labels' values are quoted, and names that are not classic ones too; braces and a last comma are kept right", () => {
    const section = {
      ...CUSTOM,
      canary: { track: 'a"b\\c', "k8s.pod": "d" },
      exclude: {},
      selectors: { ...CUSTOM.selectors, requests: 'r{path=~"/{id}",}', errors: '{"my.errors"}' },
    };
    const labels = 'track="a\\"b\\\\c","k8s.pod"="d"';
    assert.equal(resolved(section)["requests"], `r{path=~"/{id}",${labels}}`);
    assert.equal(resolved(section)["errors"], `{"my.errors",${labels}}`);
  });
});
