import pLimit from "p-limit";
import type { CheckContext } from "../model/check-context";
import type { DashboardState, PanelState } from "../model/readings/dashboard-state";
import { GrafanaAsker } from "./grafana/asker";
import { readDataSources } from "./grafana/data-sources";
import { readStoredDashboard, withLibraryQueries } from "./grafana/read-dashboard";
import { readPanelData, readyQueries, type ReadyQuery } from "./grafana/read-panel";
import { valuesOf } from "./grafana/variables";
import type { Connection } from "./transport/connection";
import { pause } from "./transport/deadline";

/** Where Grafana is, and the canary's dashboard in it. */
export interface GrafanaOptions {
  /** The base URL includes the sub-path, if Grafana has one; auth is a service account's token. */
  readonly connection: Connection;
  readonly dashboardUid: string;
  readonly orgId: number;
  /** Uid of the data source for panels that name none, or choose it by a variable. */
  readonly dataSource?: string | undefined;
  /** Values of the dashboard's variables; others keep the value that they were saved with. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A panel by its queries alone. */
export type PanelQueries = Omit<PanelState, "drawn">;

/** A dashboard by the API alone: what a browser draws is read elsewhere. */
export interface DashboardQueries extends Omit<DashboardState, "panels" | "queriesSeen"> {
  readonly panels: readonly PanelQueries[];
}

/** Grafana in the runbook's words. */
export interface Grafana {
  /**
   * The dashboard, what each panel's own queries give now, and the health of the data sources that they use.
   * Panels that show no data by their kind (texts, lists, rows) are left out.
   * @throws InconclusiveError unauthorised (401, 403, a login page), or where Grafana does not answer.
   */
  readDashboard(): Promise<DashboardQueries>;
}

/** As many as a browser asks at once. */
const PANELS_AT_ONCE = 6;

/** A sample that is younger than the last whole step is not drawn yet: then a second look finds it. */
const SECOND_LOOK_MS = 2_000;

/** A client of one Grafana. Source: Grafana HTTP API. */
export function createGrafana(options: GrafanaOptions, context: CheckContext): Grafana {
  const asker = new GrafanaAsker(options.connection, options.orgId, context);
  const about = { where: asker.where, uid: options.dashboardUid };
  return {
    async readDashboard() {
      const dashboard = await readStoredDashboard(asker, options.dashboardUid);
      if (dashboard === null) {
        return { ...about, title: null, panels: [], dataSources: [] };
      }
      const values = valuesOf(dashboard.variables, options.variables);
      const whole = await Promise.all(dashboard.panels.map((panel) => withLibraryQueries(asker, panel)));
      const panels = whole.map((panel) => ({
        title: panel.title,
        queries: readyQueries(panel, values, options.dataSource, asker.where),
      }));
      const uids = panels.flatMap(({ queries }) => queries.map(({ dataSourceUid }) => dataSourceUid));
      return {
        ...about,
        title: dashboard.title,
        panels: await readPanels(asker, panels, context.signal),
        dataSources: await readDataSources(asker, uids),
      };
    },
  };
}

interface ReadyPanel {
  readonly title: string;
  readonly queries: readonly ReadyQuery[];
}

/** What each panel's queries give; those without any data are asked once more. */
async function readPanels(
  asker: GrafanaAsker,
  panels: readonly ReadyPanel[],
  signal: AbortSignal,
): Promise<readonly PanelQueries[]> {
  const inTurn = pLimit(PANELS_AT_ONCE);
  const readOne = ({ title, queries }: ReadyPanel) =>
    inTurn(async () => ({ title, ...(await readPanelData(asker, title, queries)) }));
  const first = await Promise.all(panels.map(readOne));
  const isEmpty = ({ queryErrors, seriesWithData }: PanelQueries) => queryErrors.length === 0 && seriesWithData === 0;
  if (first.some(isEmpty)) {
    await pause(SECOND_LOOK_MS, signal);
  }
  return await Promise.all(
    first.map(async (read, index) => {
      const panel = panels[index];
      return panel !== undefined && isEmpty(read) ? await readOne(panel) : read;
    }),
  );
}
