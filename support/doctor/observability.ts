import { accessSync, constants } from "node:fs";
import { createAlertmanager } from "../clients/alertmanager";
import { createPrometheus } from "../clients/prometheus";
import { createHttpTransport } from "../clients/transport/create-http-transport";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import { findingOf, problem, type Finding } from "./finding";
import { findCommand } from "./programs";

type Section<Name extends keyof Environment> = NonNullable<Environment[Name]>;

/** Whether Prometheus answers, with the credentials. */
export function lookAtPrometheus(section: Section<"prometheus">, context: CheckContext): Promise<Finding> {
  return findingOf("Prometheus", async () => {
    const { version } = await createPrometheus(section, context).readIdentity();
    return `version ${version} answers`;
  });
}

/** Whether Alertmanager answers, with the credentials. */
export function lookAtAlertmanager(section: Section<"alertmanager">, context: CheckContext): Promise<Finding> {
  return findingOf("Alertmanager", async () => {
    const client = createAlertmanager({ connection: section.connection, alertLabels: {} }, context);
    const { version } = await client.readStatus();
    return `version ${version} answers`;
  });
}

/** Whether Grafana answers, with the credentials, and has the dashboard. */
export function lookAtGrafana(section: Section<"grafana">, context: CheckContext): Promise<Finding> {
  const { connection, dashboardUid, orgId } = section;
  return findingOf("Grafana", async () => {
    const { status } = await createHttpTransport(connection, context).ask(
      {
        operation: "the dashboard",
        method: "GET",
        path: `/api/dashboards/uid/${encodeURIComponent(dashboardUid)}`,
        headers: { "X-Grafana-Org-Id": String(orgId) },
      },
      // 406: the dashboard is there, in a newer form.
      [200, 404, 406],
    );
    if (status !== 404) return `answers; it has the dashboard ${dashboardUid}`;
    return problem(
      "Grafana",
      `it has no dashboard ${dashboardUid} that the token may see`,
      "correct grafana.dashboardUid",
    );
  });
}

/** Whether each log store can be searched, with the credentials. */
export function lookAtLogStores(stores: Section<"logStores">, context: CheckContext): Promise<Finding>[] {
  return stores.map((store) =>
    findingOf(store.connection.system, async () => {
      const transport = createHttpTransport(store.connection, context);
      switch (store.kind) {
        case "elasticsearch":
          await transport.ask({
            operation: "a search",
            method: "POST",
            path: `/${store.index}/_search`,
            query: { allow_no_indices: false },
            json: { size: 0 },
            isRepeatable: true,
          });
          return `${store.index} can be searched`;
        case "google-cloud-logging":
          await transport.ask({
            operation: "a search",
            method: "POST",
            path: "/v2/entries:list",
            json: { resourceNames: [`projects/${store.project}`], pageSize: 1, filter: recent() },
            isRepeatable: true,
          });
          return `project ${store.project} can be searched`;
      }
    }),
  );
}

/** Whether a marked line could be written; none is. */
export function lookAtLogMarker(marker: Section<"logMarker">, context: CheckContext): Promise<Finding> {
  return findingOf("log marker", async () => {
    switch (marker.kind) {
      case "request": {
        const ask = { operation: "a request that it logs", method: "GET", path: marker.path } as const;
        await createHttpTransport(marker.connection, context).ask(ask);
        return "the service answers";
      }
      case "file":
        return isWritable(marker.path)
          ? `${marker.path} can be written`
          : problem("log marker", `${marker.path} is not there or cannot be written`, "correct logMarker.path");
      case "command": {
        const [program = ""] = marker.run;
        return findCommand(program, marker.folder) === undefined
          ? problem("log marker", `there is no program ${program}`, "install it, or correct logMarker.run")
          : `the program ${program} is there`;
      }
    }
  });
}

/** A search of the last minute: an unlimited one is slow and costs quota. */
function recent(): string {
  return `timestamp>="${new Date(Date.now() - 60_000).toISOString()}"`;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
