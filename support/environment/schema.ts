import { z } from "zod";
import { apiDocumentationSchema } from "./schema/api-documentation";
import { browserSchema } from "./schema/browser";
import { cacheSchema } from "./schema/cache";
import { communicationSchema } from "./schema/communication";
import { commandsSchema } from "./schema/commands";
import { reportFault, type SchemaContext } from "./schema/context";
import { feedbackSchema } from "./schema/feedback";
import { text } from "./schema/fields";
import { incidentSchema } from "./schema/incident";
import { issueTrackerSchema } from "./schema/issue-tracker";
import { judgementSchema, scheduleSchema } from "./schema/judgement";
import { loadBalancerSchema } from "./schema/load-balancer";
import { logMarkerSchema } from "./schema/log-marker";
import { logStoresSchema } from "./schema/log-stores";
import { pagerdutySchema, slackSchema } from "./schema/messaging";
import { alertmanagerSchema, grafanaSchema, prometheusSchema } from "./schema/monitoring";
import { metricsSchema } from "./schema/metrics";
import { peopleSchema } from "./schema/people";
import { readinessSchema } from "./schema/readiness";
import { permitsSchema, releaseSchema } from "./schema/release";
import { runMetricsSchema } from "./schema/run-metrics";
import { serversSchema, withVersions } from "./schema/servers";
import { defaultsSchema } from "./schema/transport";
import { watchSchema } from "./schema/watch";

/** Name of the embedded environment: the only one whose systems may be stand-ins. */
export const REHEARSAL = "rehearsal";

/** What an environment may be called: it is a file's name and a folder's name too. */
export const ENVIRONMENT_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * An environment file as a schema: what may stand in it, and how its words become values (secrets read, paths absolute,
 * seconds in ms, connections complete). A section that a team does not have is left out; its checks then say so.
 */
export function environmentSchema(context: SchemaContext) {
  return z
    .strictObject({ ...general(context), ...systems(context) })
    .describe(
      "Where the runbook is executed: the release, the systems and how to reach them, and what checks may change.",
    )
    .transform(({ servers, ...rest }) => ({
      ...rest,
      servers:
        servers === undefined
          ? undefined
          : withVersions(servers, [rest.release.canaryVersion, rest.release.legacyVersion]),
    }));
}

/** A loaded environment: everything that the checks need to know about where they run. */
export type Environment = z.infer<ReturnType<typeof environmentSchema>>;

function general(context: SchemaContext) {
  return {
    name: z
      .string()
      .regex(ENVIRONMENT_NAME)
      .describe("Name of the environment: that of the file without .yaml; small letters, digits and hyphens.")
      .superRefine((name, refinement) => {
        if (name === context.name) return;
        reportFault(refinement, {
          what: `the environment calls itself ${name}, its file ${context.name}`,
          fix: "make both the same, so that no report bears the wrong name",
        });
      }),
    release: releaseSchema(),
    language: z.enum(["en", "ko"]).default("en").describe("Language of the reports."),
    schedule: scheduleSchema().prefault({}),
    judgement: judgementSchema().prefault({}),
    permits: permitsSchema(),
    people: peopleSchema().optional(),
    concurrency: z.int().min(1).max(64).default(16).describe("How many checks run at once."),
    standIns: z
      .array(text("Name of a system."))
      .default([])
      .describe("Systems that are stand-ins here; only the rehearsal may have any.")
      .superRefine((standIns, refinement) => {
        if (standIns.length === 0 || context.name === REHEARSAL) return;
        reportFault(refinement, {
          what: "only the rehearsal may have stand-ins",
          fix: "take standIns out: here every system is real",
        });
      }),
  };
}

function systems(context: SchemaContext) {
  return {
    defaults: defaultsSchema(context).optional(),
    commands: commandsSchema(context).prefault({}),
    apiDocumentation: apiDocumentationSchema(context).optional(),
    cache: cacheSchema(context).optional(),
    servers: serversSchema(context).optional(),
    loadBalancer: loadBalancerSchema(context).optional(),
    prometheus: prometheusSchema(context).optional(),
    alertmanager: alertmanagerSchema(context).optional(),
    grafana: grafanaSchema(context).optional(),
    metrics: metricsSchema(context).optional(),
    feedback: feedbackSchema(context).optional(),
    issueTracker: issueTrackerSchema(context).optional(),
    abTest: readinessSchema(context).optional(),
    logStores: logStoresSchema(context).optional(),
    logMarker: logMarkerSchema(context).optional(),
    slack: slackSchema(context).optional(),
    pagerduty: pagerdutySchema(context).optional(),
    incident: incidentSchema(context).optional(),
    watch: watchSchema().optional(),
    runMetrics: runMetricsSchema(context).optional(),
    communication: communicationSchema().optional(),
    browser: browserSchema(context),
  };
}
