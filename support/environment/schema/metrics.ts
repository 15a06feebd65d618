import { z, type RefinementCtx } from "zod";
import { reportFault, type FaultText, type SchemaContext } from "./context";
import { seconds, text } from "./fields";

const FLAVOURS = ["prometheus-client", "opentelemetry-http", "istio", "custom"] as const;

/** What no flavour can know, for each: the clients' flavours leave out exactly these, and a test holds the two together. */
const NOT_OF_THE_FLAVOUR: Readonly<Record<(typeof FLAVOURS)[number], readonly (keyof typeof SELECTORS)[]>> = {
  "prometheus-client": [],
  "opentelemetry-http": ["processStart"],
  istio: ["memory", "processStart", "up"],
  custom: ["requests", "errors", "durations", "memory", "processStart", "up"],
};

/** What is read, and what its selector must find. */
const SELECTORS = {
  requests: "Counter of the answered requests.",
  errors: "Counter of the requests that were answered with a server error: a part of the requests.",
  durations: "Buckets of the histogram of response times (the metric whose name ends with _bucket).",
  memory: "Gauge of the resident bytes, one series for each instance.",
  processStart: "Gauge of the process's start, Unix seconds: it tells a restart.",
  up: "The up series of the scraped instances: they tell whether the metrics were there all the time.",
} as const;

/** What the canary's metrics are called in Prometheus; the address is that of the section `prometheus`. */
export function metricsSchema(_context: SchemaContext) {
  return z
    .strictObject({
      flavour: z
        .enum(FLAVOURS)
        .describe(
          "How the service is instrumented: which metrics are its requests, errors, response times, memory and start. What is called otherwise is named under selectors; custom names all.",
        ),
      canary: trackLabels("canary"),
      legacy: trackLabels("legacy"),
      scrapeSeconds: seconds("Interval at which Prometheus scrapes the service.", 300).default(15),
      exclude: z
        .record(z.string(), text("Regular expression (RE2), matched against the whole value."))
        .default({})
        .describe("Label → regular expression: requests that are not users', such as probes and scrapes."),
      instanceLabel: text("Label that tells one instance of the service from another.").default("instance"),
      selectors: z
        .strictObject({
          requests: sourceSetting(SELECTORS.requests).optional(),
          errors: sourceSetting(SELECTORS.errors).optional(),
          durations: sourceSetting(SELECTORS.durations).optional(),
          memory: sourceSetting(SELECTORS.memory).optional(),
          processStart: sourceSetting(SELECTORS.processStart).optional(),
          up: sourceSetting(SELECTORS.up).optional(),
        })
        .default({})
        .describe("Selectors in place of the flavour's own."),
      durationUnit: z
        .enum(["seconds", "milliseconds"])
        .optional()
        .describe("Unit of the histogram's bounds, in place of the flavour's own."),
      probes: probesSchema().optional(),
      balancer: balancerSchema().optional(),
      rollbacks: selectorText(
        "Counter of the service's roll-backs, of either track: phase4_rollbacks_total.",
      ).optional(),
    })
    .describe("What the canary's metrics are called in Prometheus, and by which labels the tracks are told apart.")
    .superRefine(reportWhatIsMissing);
}

function trackLabels(track: "canary" | "legacy") {
  return z
    .record(z.string(), z.string())
    .describe(`Labels that the ${track}'s series have and no others: track: ${track}`)
    .superRefine((labels, refinement) => {
      if (Object.keys(labels).length > 0) return;
      reportFault(refinement, {
        what: `no label tells the ${track}'s series from others`,
        fix: `name at least one, for example track: ${track}`,
      });
    });
}

function sourceSetting(description: string) {
  const ofTrack = z.union([
    selectorText("Selector, as it stands."),
    z.strictObject({ expression: expressionText("PromQL that gives the series, worked out at each scrape interval.") }),
  ]);
  return z
    .union([
      selectorText("Selector of both tracks' series; each track's labels are added to it."),
      z.strictObject({
        canary: ofTrack.describe("The canary's: a selector as it stands, or { expression: … }."),
        legacy: ofTrack.describe("Legacy's: a selector as it stands, or { expression: … }."),
      }),
    ])
    .describe(`${description} A selector for both tracks, or one for each as canary and legacy.`);
}

function probesSchema() {
  return z
    .strictObject({
      selector: sourceSetting("Gauge of the probes from outside: 1 answered, 0 failed."),
      everySeconds: seconds("Interval of the probes.", 300),
      targetLabel: text("Label that names the probed target.").default("instance"),
    })
    .describe("Probes from outside, as a blackbox exporter's probe_success.");
}

function balancerSchema() {
  const names = (track: string) => z.array(text("Name of a server.")).min(1).describe(`Its servers that run ${track}.`);
  return z
    .strictObject({
      requests: selectorText("Counter of the requests given to each server."),
      weight: selectorText("Gauge of the weight that is applied to each server."),
      serverLabel: text("Label that names the server.").default("server"),
      sumOver: z
        .array(text("Name of a label."))
        .default(["code"])
        .describe("Labels over which a server's series are added up; with several balancers, instance too."),
      servers: z
        .strictObject({ canary: names("the canary"), legacy: names("the legacy version") })
        .describe("The servers by track; any other that the selectors find counts as traffic led elsewhere."),
    })
    .describe("The load balancer's own metrics in Prometheus.");
}

/** The fields that depend on each other. */
interface Together {
  readonly flavour: (typeof FLAVOURS)[number];
  readonly canary: Readonly<Record<string, string>>;
  readonly legacy: Readonly<Record<string, string>>;
  readonly selectors: { readonly [Name in keyof typeof SELECTORS]?: unknown };
  readonly durationUnit?: unknown;
}

function reportWhatIsMissing(
  { flavour, canary, legacy, selectors, durationUnit }: Together,
  refinement: RefinementCtx,
) {
  for (const signal of NOT_OF_THE_FLAVOUR[flavour]) {
    if (selectors[signal] !== undefined) continue;
    const what = `the flavour ${flavour} has no selector of its own for ${signal}, and none is given`;
    reportFault(refinement, { what, fix: `add selectors.${signal}: ${SELECTORS[signal]}` }, ["selectors"]);
  }
  if (flavour === "custom" && durationUnit === undefined) {
    const what = "the flavour custom does not say in which unit the histogram's bounds are";
    reportFault(refinement, { what, fix: "add durationUnit: seconds, or milliseconds" });
  }
  const isSame = Object.entries(canary).every(([name, value]) => legacy[name] === value);
  if (isSame && Object.keys(canary).length === Object.keys(legacy).length) {
    const what = "canary and legacy have the same labels, so their series cannot be told apart";
    reportFault(refinement, { what, fix: "give each the labels that only its series have" }, ["legacy"]);
  }
}

/** A selector of series: a metric's name, matchers in braces, or both. */
function selectorText(description: string) {
  return text(description).superRefine((given, refinement) => {
    const fault = faultOfSelector(withoutStrings(given));
    if (fault !== undefined) reportFault(refinement, fault);
  });
}

/** An expression of PromQL: what can be said of it without reading it whole. */
function expressionText(description: string) {
  return text(description).superRefine((given, refinement) => {
    const fault = faultOfBrackets(withoutStrings(given));
    if (fault !== undefined) reportFault(refinement, fault);
  });
}

/** PromQL with every string emptied, so that brackets and words inside them do not count. */
function withoutStrings(promql: string): string {
  return promql.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g, '""');
}

function faultOfSelector(bare: string): FaultText | undefined {
  const fault = faultOfBrackets(bare);
  if (fault !== undefined) return fault;
  if (bare.includes("[")) {
    return { what: "this selector has a range in brackets", fix: "take it out: each question sets its own range" };
  }
  if (/[\s})](offset\b|@)/.test(bare)) {
    return { what: "this selector is moved in time", fix: "take offset and @ out: each question sets its own time" };
  }
  if (/^\s*(?:[a-zA-Z_:][\w:]*\s*(?:\{[^{}()]*\})?|\{[^{}()]*[^{}()\s][^{}()]*\})\s*$/.test(bare)) return undefined;
  return {
    what: "this is no selector of series: a metric's name, matchers in braces, or both",
    fix: 'write it like http_requests_total{job="phase4"}; PromQL with functions goes under expression, for each track',
  };
}

const CLOSES: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function faultOfBrackets(bare: string): FaultText | undefined {
  if (/["'`]/.test(bare.replaceAll('""', ""))) {
    return { what: "a string in this PromQL has no end", fix: "close it with the quote that it begins with" };
  }
  const awaited: string[] = [];
  for (const [bracket] of bare.matchAll(/[()[\]{}]/g)) {
    const closing = CLOSES[bracket];
    if (closing !== undefined) awaited.push(closing);
    else if (awaited.pop() !== bracket)
      return { what: `this PromQL has a ${bracket} that closes nothing`, fix: FIX_PAIRS };
  }
  const missing = awaited.pop();
  return missing === undefined ? undefined : { what: `this PromQL lacks a ${missing}`, fix: FIX_PAIRS };
}

const FIX_PAIRS = "close every bracket that is opened, and no other";
