import { z } from "zod";
import type { Connection } from "../connection";
import { reportFault, type SchemaContext } from "./context";
import { inMs, seconds, secretFrom, text, textOfForm, urlPath } from "./fields";
import { tlsSchema } from "./tls";
import { connectionSchema } from "./transport";
import { redisUrl } from "./url";

/** What an incident asks and does: how the alert reaches people, where the errors stand, the dependencies, the rollback. */
export function incidentSchema(context: SchemaContext) {
  return z
    .strictObject({
      windowSeconds: seconds(
        "How far back the errors are looked at, at most to the roll-out; best the window of the alert rule.",
        3_600,
      ).default(300),
      alert: alertSchema(),
      announce: z
        .strictObject(channel("that a rollback is announced in"))
        .describe("The Slack channel that a rollback is announced in."),
      logs: logsSchema().prefault({}),
      metrics: metricsSchema().prefault({}),
      dependencies: dependenciesSchema(context),
      rollback: rollbackSchema(context),
    })
    .describe("The runbook's scenario of a high error rate: diagnosis and rollback. Its limits stand in the features.");
}

function channel(whatFor: string) {
  return {
    channelId: textOfForm(/^[A-Z0-9]+$/, 'Id of the channel, "C0123456789": a name does not work for reading.'),
    channelName: text(`Name of the channel ${whatFor}, for people: "#phase4-critical".`),
  };
}

function alertSchema() {
  return z
    .strictObject({
      name: text("Name of the alert rule for a high error rate: label alertname, and the word in Slack's message."),
      withinSeconds: seconds(
        "How long after the first bad answer the message may come: the rule's own waiting time and the way to the channel.",
        1_800,
      ).default(120),
      quietSeconds: seconds(
        "After so long without an error the next one is the first bad answer of an incident.",
        3_600,
      ).default(60),
      ...channel("that the alert goes to"),
    })
    .describe("The alert of a high error rate, and the Slack channel in which it must arrive.");
}

/** How the Elastic Common Schema calls the fields of an access log. */
const ECS = {
  track: "service.track",
  status: "http.response.status_code",
  level: "log.level",
  message: "message",
  endpoint: "http.route",
} as const;

/** The same in a payload whose keys have dots; the level is the entry's own severity. */
const IN_CLOUD_LOGGING = {
  track: `jsonPayload."${ECS.track}"`,
  status: `jsonPayload."${ECS.status}"`,
  level: "severity",
  message: "jsonPayload.message",
  endpoint: `jsonPayload."${ECS.endpoint}"`,
} as const;

function logsSchema() {
  return z
    .strictObject({
      mostLines: z
        .int()
        .min(100)
        .max(10_000)
        .default(2_000)
        .describe("How many of the newest error lines are read and grouped at most."),
      elasticsearch: logFields(ECS).describe("Names of the fields in Elasticsearch; ECS where nothing is said."),
      "google-cloud-logging": logFields(IN_CLOUD_LOGGING).describe(
        'Fields in Google Cloud Logging, as a filter writes them: jsonPayload."http.route", labels.track.',
      ),
    })
    .describe("How the error lines are found in the log stores of the section logStores.");
}

function logFields(usual: Readonly<Record<keyof typeof ECS, string>>) {
  return z
    .strictObject({
      track: text("Field that tells the canary's lines from others; of a type for exact search.").default(usual.track),
      trackValues: z
        .strictObject({
          canary: text("Its value on the canary's lines.").default("canary"),
          legacy: text("Its value on legacy's lines.").default("legacy"),
        })
        .prefault({})
        .describe("The values of that field; where it holds the version, the two versions."),
      status: text("Field with the HTTP status, a number.").default(usual.status),
      level: text("Field with the line's level.").default(usual.level),
      message: text("Field with the message that lines are grouped by.").default(usual.message),
      endpoint: text("Field with the endpoint, best its route with placeholders.").default(usual.endpoint),
    })
    .prefault({});
}

function metricsSchema() {
  return z
    .strictObject({
      endpointLabel: text("Label of the requests' metric that names the endpoint: handler, http_route.").default(
        "handler",
      ),
      versionLabel: text("Label that names the version.").default("version"),
      versions: text(
        "Selector of a metric that tells what is deployed, such as phase4_build_info; the tracks' labels are added. Left out: the requests' metric.",
      ).optional(),
      scrapeSeconds: seconds("Interval of the scrapes; left out: that of the section metrics.", 300).optional(),
    })
    .describe("What an incident asks of the metrics, beside the section metrics.");
}

function dependenciesSchema(context: SchemaContext) {
  return z
    .array(z.discriminatedUnion("kind", [redisDependency(context), httpDependency(context)]))
    .min(1)
    .superRefine((dependencies, refinement) => {
      const names = dependencies.map(({ name }) => name);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice === undefined) return;
      reportFault(refinement, { what: `two dependencies are called ${twice}`, fix: "give each a name of its own" });
    })
    .describe("The services that the service cannot do without; each is asked, and all at once.");
}

function redisDependency(context: SchemaContext) {
  return z
    .strictObject({
      kind: z.literal("redis").describe("Redis or what speaks its protocol: PING must be answered with PONG."),
      name: text("Its name, for people."),
      url: redisUrl("redis://host:6379/0, with TLS rediss://…; without user and password."),
      user: text("User of its access control list, where it has one.").optional(),
      passwordFrom: secretFrom(context, "Password").optional(),
      tls: tlsSchema(context).optional(),
      protocol: z.literal([2, 3]).default(2).describe("Version of its protocol (RESP): 2 is understood by all."),
      timeoutSeconds: seconds("Deadline of connecting and of the command.", 10).default(2),
      deadlineSeconds: seconds("Deadline of both tries together.", 30).default(5),
    })
    .transform(({ passwordFrom, tls, timeoutSeconds, deadlineSeconds, ...rest }) => ({
      ...rest,
      password: passwordFrom,
      tls: tls ?? context.defaults.tls,
      timeoutMs: inMs(timeoutSeconds),
      deadlineMs: inMs(deadlineSeconds),
    }));
}

function httpDependency(context: SchemaContext) {
  return z
    .strictObject({
      kind: z
        .literal("http")
        .describe("A health endpoint; of a database or a queue too, where something answers for it."),
      name: text("Its name, for people."),
      connection: connectionSchema(context, "the dependency"),
      path: urlPath("Path of the health endpoint, with query.").default("/health"),
      expectedStatus: z.int().min(100).max(599).default(200).describe("The HTTP status that says that it is well."),
    })
    .transform(({ connection, ...rest }) => ({
      ...rest,
      connection: { ...connection, system: rest.name } satisfies Connection,
    }));
}

function describeSchema() {
  return z
    .strictObject({
      method: z.enum(["GET", "POST"]).default("GET").describe("How it is asked; POST only for a dry run."),
      path: urlPath("Path with query; left out: the rollback's own path.").optional(),
    })
    .prefault({})
    .describe(
      "How the endpoint says what a rollback would do. It is asked without permission: it must change nothing.",
    );
}

function rollbackSchema(context: SchemaContext) {
  return z
    .strictObject({
      connection: connectionSchema(context, "Rollback endpoint"),
      path: urlPath("Path that takes the canary's traffic away when it is asked with POST.").default(
        "/api/v2/canary/rollback",
      ),
      describe: describeSchema(),
      timeoutSeconds: seconds(
        "How long the rollback may take; after that its state is read, and it is not sent again.",
        30,
      ).default(15),
      verifySeconds: seconds(
        "How long it may take after that until the canary is out of the traffic and errors are under the limit.",
        600,
      ).default(60),
    })
    .describe("The endpoint that rolls the canary back. It is sent only where permits names roll-back.")
    .superRefine(({ path, describe }, refinement) => {
      if (describe.method === "GET" || (describe.path ?? path) !== path) return;
      reportFault(
        refinement,
        {
          what: "the description is asked with POST at the rollback's own path: that would roll the canary back",
          fix: "ask it with GET, or name the path of its dry run, for example with ?dry_run=true",
        },
        ["describe"],
      );
    })
    .transform(({ timeoutSeconds, verifySeconds, describe, ...rest }) => ({
      ...rest,
      describe: { method: describe.method, path: describe.path ?? rest.path },
      timeoutMs: inMs(timeoutSeconds),
      verifyMs: inMs(verifySeconds),
    }));
}
