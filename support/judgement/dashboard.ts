import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { DashboardState, PanelState } from "../model/readings/dashboard-state";
import { judged, listed, measured, undecided } from "./judged";

/**
 * Judges that the dashboard is there and that every panel's queries give data. Where a data source itself does not
 * answer, the panels are unknown and not wrong.
 */
export function judgePanelQueries(state: DashboardState): Judgement {
  if (state.title === null) return judged({ summary: "", measurements: [], problems: [noDashboard(state)] });
  if (state.panels.length === 0) return judged({ summary: "", measurements: [], problems: [noPanels(state)] });
  const sick = state.dataSources.filter(({ isHealthy }) => !isHealthy);
  if (sick.length > 0) return undecided("unreachable", sickSources(state, sick));
  const broken = state.panels.filter((panel) => panel.queryErrors.length > 0);
  const empty = state.panels.filter((panel) => panel.queryErrors.length === 0 && panel.seriesWithData === 0);
  return judged({
    summary: `The queries of all ${state.panels.length} panels give data.`,
    measurements: [panels("whose queries give data", state, state.panels.length - broken.length - empty.length)],
    problems: [...broken.map((panel) => queryError(state, panel)), ...empty.map((panel) => noData(state, panel))],
  });
}

/**
 * Judges that a browser draws every panel, down to the last one, without an error. Where nothing is wrong but that
 * panels were still loading, what they would have shown is unknown.
 */
export function judgePanelsDrawn(state: DashboardState): Judgement {
  const bad = state.panels.filter((panel) => panel.drawn !== "ok");
  const drawn = panels("drawn", state, state.panels.length - bad.length);
  if (state.queriesSeen > 0 && bad.length > 0 && bad.every((panel) => panel.drawn === "loading")) {
    return undecided("timed-out", stillLoading(state, bad), [drawn]);
  }
  return judged({
    summary: `All ${state.panels.length} panels are drawn, down to the last one.`,
    measurements: [drawn],
    problems:
      state.panels.length === 0
        ? [noPanels(state)]
        : state.queriesSeen === 0
          ? [asksNothing(state)]
          : bad.map(({ title, drawn }) => ({
              what: `The panel "${title}" is not drawn as it should be: ${DRAWN[drawn]}.`,
              where: state.where,
              why: "What the API gives and what the page draws differ: see the screenshot.",
              fix: "Open the dashboard in a browser, scroll to the panel and look at its error.",
            })),
  });
}

const DRAWN: Record<PanelState["drawn"], string> = {
  ok: "it is drawn",
  error: "it shows an error",
  "no-data": "it says that there is no data",
  loading: "it was still loading at the deadline",
  "not-drawn": "it never appeared",
};

function panels(what: string, state: DashboardState, value: number) {
  return measured({
    signal: `panels ${what}`,
    value,
    unit: "panels",
    limit: state.panels.length,
    comparison: "equal",
    source: "Grafana",
    query: state.where,
  });
}

function noDashboard({ uid, where }: DashboardState): Explanation {
  return {
    what: `Grafana has no dashboard with uid "${uid}".`,
    where,
    why: "It was deleted, was never imported, or lies in a folder that the token may not see.",
    fix: "Import the canary dashboard, or correct grafana.dashboardUid in the environment file.",
  };
}

function asksNothing({ uid, where }: DashboardState): Explanation {
  return {
    what: `The page of the dashboard "${uid}" sent not one query while it was looked at, so what it shows is not the canary.`,
    where,
    why: "It shows stored pictures or text, or its queries were blocked on their way.",
    fix: "Open the dashboard in a browser and look at its network requests.",
  };
}

function stillLoading({ where }: DashboardState, panels: readonly PanelState[]): Explanation {
  return {
    what: `The page was still loading when its time was over: ${listed(panels.map(({ title }) => `"${title}"`))}.`,
    where,
    why: "The panels' queries are slow, or this machine is overloaded.",
    fix: "Open the dashboard in a browser; if it rightly needs longer, raise browser.pageTimeoutSeconds.",
  };
}

function noPanels({ uid, where }: DashboardState): Explanation {
  return {
    what: `The dashboard "${uid}" has no panel, so it shows nothing of the canary.`,
    where,
    why: "It was saved empty.",
    fix: "Import the canary dashboard again.",
  };
}

function sickSources({ where }: DashboardState, sick: DashboardState["dataSources"]): Explanation {
  return {
    what: `The dashboard's panels are unknown: their data source ${listed(sick.map(({ uid }) => uid))} does not answer Grafana.`,
    where,
    why: listed(sick.map(({ message }) => message)),
    fix: "Bring the data source (Prometheus) back first; this check depends on it.",
  };
}

function queryError({ where }: DashboardState, { title, queryErrors }: PanelState): Explanation {
  return {
    what: `The panel "${title}" has a query that fails.`,
    where,
    why: listed(queryErrors),
    fix: "Open the panel's query in Grafana and mend it.",
  };
}

function noData({ where }: DashboardState, { title }: PanelState): Explanation {
  return {
    what: `The panel "${title}" has no data.`,
    where,
    why: "Its metric was renamed, is not scraped, or its labels match nothing.",
    fix: "Run the panel's query in Prometheus and compare the metric's name and labels.",
  };
}
