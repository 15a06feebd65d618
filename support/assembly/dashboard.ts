import { createGrafana } from "../clients/grafana";
import { createGrafanaPage } from "../clients/grafana-page";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import type { DashboardState, PanelState } from "../model/readings/dashboard-state";

const DRAWN_WORST_FIRST = ["not-drawn", "error", "loading", "no-data"] as const;

/** The canary dashboard: what its queries give, joined with what a browser draws. */
export function assembleDashboard(
  options: NonNullable<Environment["grafana"]>,
  browser: Environment["browser"],
  context: CheckContext,
): { open(): Promise<DashboardState> } {
  const open = async (): Promise<DashboardState> => {
    const queries = await createGrafana(options, context).readDashboard();
    if (queries.title === null) return { ...queries, panels: [], queriesSeen: 0 };
    const page = createGrafanaPage({ ...options, browser }, context);
    const { panels, queriesSeen } = await page.open(queries.panels.map(({ title }) => title));
    const drawnOf = (title: string) => panels.filter((panel) => panel.title === title).map(({ drawn }) => drawn);
    return {
      ...queries,
      queriesSeen,
      panels: queries.panels.map((panel) => ({ ...panel, drawn: worst(drawnOf(panel.title)) })),
    };
  };
  return { open };
}

/** What is drawn under a title that several panels may share: the worst of them; of none, that it is not drawn. */
function worst(drawn: readonly PanelState["drawn"][]): PanelState["drawn"] {
  if (drawn.length === 0) return "not-drawn";
  return DRAWN_WORST_FIRST.find((state) => drawn.includes(state)) ?? "ok";
}
