import { z } from "zod";
import type { GrafanaAsker } from "./asker";
import { classicDashboard, panelModel, queriesOf, readClassic, type Dashboard, type Panel } from "./dashboard";
import { dashboardV2, readV2 } from "./dashboard-v2";

const message = z.object({ message: z.string() });
const libraryElement = z.object({ result: z.object({ model: panelModel }) });

/**
 * The dashboard as it is stored, in either schema; null: there is no such dashboard.
 * @throws InconclusiveError as the asker.
 */
export async function readStoredDashboard(asker: GrafanaAsker, uid: string): Promise<Dashboard | null> {
  const path = `/api/dashboards/uid/${encodeURIComponent(uid)}`;
  const about = { operation: `dashboard ${uid}`, method: "GET", path } as const;
  const { status, body } = await asker.ask(about, z.union([classicDashboard, message]), [200, 404, 406]);
  if ("dashboard" in body) {
    return readClassic(body);
  }
  if (status === 404) {
    return null;
  }
  // The answer 406 names the path of the newer API in its sentence, and nowhere else.
  const newerPath = /\/apis\/[\w./-]+/.exec(body.message)?.[0] ?? path;
  const newer = { operation: `dashboard ${uid}, schema 2`, method: "GET", path: newerPath } as const;
  return readV2((await asker.ask(newer, dashboardV2)).body);
}

/** The panel with the queries of its library panel, where it is one. @throws InconclusiveError as the asker. */
export async function withLibraryQueries(asker: GrafanaAsker, panel: Panel): Promise<Panel> {
  if (panel.libraryUid === null) {
    return panel;
  }
  const path = `/api/library-elements/${encodeURIComponent(panel.libraryUid)}`;
  const about = { operation: `library panel ${panel.libraryUid}`, method: "GET", path } as const;
  const { body } = await asker.ask(about, libraryElement);
  return { ...panel, queries: queriesOf(body.result.model), libraryUid: null };
}
