import { InconclusiveError } from "../../errors";
import type { GrafanaAsker } from "./asker";
import type { Panel, PanelQuery } from "./dashboard";
import { panelData, queryResults, type PanelData } from "./frames";
import { substituted, substitutedModel, type Values } from "./variables";

/** The stretch of time that panels are asked for: the last quarter of an hour. */
const RANGE_SECONDS = 900;

/** Distance of two points; a data source takes its own scrape interval where that is longer. */
const INTERVAL_MS = 1_000;

/** A query as it can be asked: its variables replaced and its data source known. */
export interface ReadyQuery {
  readonly dataSourceUid: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** Grafana answers 400 when any of the queries fails, some versions 207; 5xx when the data source is away. */
const QUERY_STATUSES = [200, 207, 400, 404, 500, 502] as const;

/**
 * The panel's queries, ready to be asked.
 * @param defaultSource uid for queries that name no data source or a variable; undefined: the environment says none.
 * @throws InconclusiveError not-executed where a data source stays unknown.
 */
export function readyQueries(
  panel: Panel,
  values: Values,
  defaultSource: string | undefined,
  where: string,
): readonly ReadyQuery[] {
  return panel.queries.map((query) => {
    const dataSourceUid = dataSourceOf(query, values, defaultSource);
    if (dataSourceUid === null) {
      throw unknownDataSource(panel.title, query, where);
    }
    const request = {
      ...substitutedModel(query.model, values),
      refId: query.refId,
      datasource: { uid: dataSourceUid },
      intervalMs: INTERVAL_MS,
      maxDataPoints: (RANGE_SECONDS * 1_000) / INTERVAL_MS,
    };
    return { dataSourceUid, request };
  });
}

/** Where the dashboard leaves the choice open, the environment's choice wins. */
function dataSourceOf({ dataSource }: PanelQuery, values: Values, defaultSource: string | undefined): string | null {
  const uid = substituted(dataSource ?? "", values);
  const isOpen = uid !== dataSource || uid.includes("$") || uid === "default";
  const chosen = isOpen ? (defaultSource ?? uid) : uid;
  return chosen === "" || chosen.includes("$") || chosen === "default" ? null : chosen;
}

/**
 * What the panel's queries give over the last quarter of an hour; a panel without queries gives nothing.
 * @throws InconclusiveError provider-warning when Grafana itself is in trouble; otherwise as the asker.
 */
export async function readPanelData(
  asker: GrafanaAsker,
  title: string,
  queries: readonly ReadyQuery[],
): Promise<PanelData> {
  if (queries.length === 0) {
    return { queryErrors: [], seriesWithData: 0 };
  }
  const { status, body } = await asker.ask(
    {
      operation: `queries of panel "${title}"`,
      method: "POST",
      path: "/api/ds/query",
      json: { queries: queries.map(({ request }) => request), from: `now-${RANGE_SECONDS}s`, to: "now" },
      isRepeatable: true,
    },
    queryResults,
    QUERY_STATUSES,
  );
  if ("message" in body && status >= 500) {
    throw ownTrouble(title, body.message, asker.where);
  }
  return panelData(body);
}

function unknownDataSource(title: string, { dataSource }: PanelQuery, where: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The data source of panel "${title}" is not known: ${dataSource === null ? "it names none" : `"${dataSource}"`}.`,
      where,
      why: "The panel uses Grafana's default data source, or chooses it by a variable.",
      fix: "Give the data source's uid as grafana.dataSource in the environment file.",
    },
  ]);
}

function ownTrouble(title: string, message: string, where: string): InconclusiveError {
  return new InconclusiveError("provider-warning", [
    {
      what: `Grafana could not carry out the queries of panel "${title}": ${message}`,
      where,
      why: "Grafana itself is in trouble; nothing can be said about the panel's data.",
      fix: "Look at Grafana's log and GET /api/health, then run the check again.",
    },
  ]);
}
