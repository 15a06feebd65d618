import { z } from "zod";
import type { SchemaContext } from "./context";
import { text, textMap } from "./fields";
import { connectionSchema } from "./transport";

/** Prometheus, or what speaks its HTTP API (Mimir, Thanos, Grafana Cloud). */
export function prometheusSchema(context: SchemaContext) {
  const target = z.strictObject({
    job: text("Label job of the target."),
    instance: text("Label instance of the target, usually host:port."),
  });
  return z
    .strictObject({
      connection: connectionSchema(context, "Prometheus"),
      expectedTargets: z.array(target).min(1).describe("Every scrape target that must be there, up and fresh."),
      expectedRules: z
        .array(text("Name of an alert rule."))
        .min(1)
        .describe("Every alert rule that must be there and healthy."),
      canaryAlerts: textMap(
        "Labels that the canary's alerts carry, besides alertname: silences that match them are found.",
      ).default({}),
      refusesPartialResponse: z
        .boolean()
        .default(false)
        .describe("Thanos only: ask with partial_response=false, so that an incomplete answer is an error."),
    })
    .describe("Prometheus, or what speaks its HTTP API (Mimir, Thanos, Grafana Cloud).");
}

/** The Alertmanager that Prometheus sends to. */
export function alertmanagerSchema(context: SchemaContext) {
  return z
    .strictObject({
      connection: connectionSchema(context, "Alertmanager"),
      attachedAs: text(
        "host:port under which Prometheus knows it; left out: those of the connection's address.",
      ).optional(),
    })
    .describe("The Alertmanager that Prometheus sends to.")
    .transform(({ connection, attachedAs }) => ({
      connection,
      attachedAs: attachedAs ?? hostAndPort(connection.baseUrl),
    }));
}

/** The Grafana that holds the canary's dashboard. */
export function grafanaSchema(context: SchemaContext) {
  return z
    .strictObject({
      connection: connectionSchema(context, "Grafana"),
      dashboardUid: text("The dashboard's uid, as in its address: /d/<uid>/…"),
      orgId: z.int().min(1).default(1).describe("Number of the organisation."),
      dataSource: text("Uid of the data source to ask, for panels that choose it by a variable.").optional(),
      variables: textMap("Values of the dashboard's variables, by name.").default({}),
    })
    .describe("The Grafana that holds the canary's dashboard.");
}

/** Host and port of an address, the scheme's own port written out. */
function hostAndPort(address: string): string {
  const { hostname, port, protocol } = new URL(address);
  return `${hostname}:${port === "" ? (protocol === "https:" ? "443" : "80") : port}`;
}
