import { z } from "zod";
import type { DashboardState } from "../../model/readings/dashboard-state";
import type { GrafanaAsker } from "./asker";

/** The health of one data source. */
export type DataSourceHealth = DashboardState["dataSources"][number];

/** The data source of expressions, which Grafana computes itself. */
const EXPRESSION = "__expr__";

const health = z.object({ status: z.string().optional(), message: z.string().optional() });

/**
 * The health of each data source; one whose plugin has no health check is left out.
 * @throws InconclusiveError as the asker.
 */
export async function readDataSources(
  asker: GrafanaAsker,
  uids: readonly string[],
): Promise<readonly DataSourceHealth[]> {
  const distinct = [...new Set(uids)].filter((uid) => uid !== EXPRESSION);
  const read = await Promise.all(distinct.map((uid) => readDataSource(asker, uid)));
  return read.filter((one) => one !== null);
}

async function readDataSource(asker: GrafanaAsker, uid: string): Promise<DataSourceHealth | null> {
  const path = `/api/datasources/uid/${encodeURIComponent(uid)}`;
  const about = { operation: `health of data source ${uid}`, method: "GET", path: `${path}/health` } as const;
  const { status, body } = await asker.ask(about, health, [200, 400, 404, 500]);
  if (status === 404) {
    const exists = { operation: `data source ${uid}`, method: "GET", path } as const;
    const found = await asker.ask(exists, z.looseObject({}), [200, 404]);
    return found.status === 200 ? null : { uid, isHealthy: false, message: "there is no such data source" };
  }
  const isHealthy = status === 200 && body.status === "OK";
  return { uid, isHealthy, message: body.message ?? `HTTP ${status}, status ${body.status ?? "none"}` };
}
