import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CanaryCharts } from "../../../canary-charts";
import type { Chart } from "../../../model/chart";
import type { ErrorCounts, LatencyCounts, ProbeSamples } from "../../../model/readings/canary-metrics";
import type { RunResult } from "../../../model/run-result";
import type { CanaryTimes } from "../../../model/schedule";
import { decodePlain } from "../../../replay/plain-data";
import { parseReadings, READINGS_TITLE } from "../../../replay/readings";
import { drawChart } from "../../../reporting/charts/draw-chart";
import type { DecisionChart } from "../../../reporting/decision/decision-page";
import type { Language } from "../../../reporting/messages";

/** The size of a chart, in pixels; the page scales it. */
const ROOM = { width: 640, height: 300 } as const;

/** The charts of what a decision's checks have read, in both languages; one whose reading is not there is left out. */
export function decisionCharts(
  runFolder: string,
  result: RunResult,
  canary: CanaryTimes | null,
): Readonly<Record<Language, readonly DecisionChart[]>> {
  const drawn = (language: Language): DecisionChart[] => {
    const charts = new CanaryCharts(canary, language);
    return [
      ...made("SC-1", "countErrors", (counts, limit) => charts.errorRate(counts as ErrorCounts, limit)),
      ...made("SC-2", "countDurations", (counts, limit) => charts.latency(counts as LatencyCounts, limit)),
      ...made("SC-3", "sampleProbes", (samples) => charts.probes(samples as ProbeSamples)),
    ].map((chart) => ({ title: chart.title, svg: drawChart(chart, { ...ROOM, language }) }));
  };
  // The record holds what this run's own check was given a moment ago: it has the form that its client gave it.
  const made = (item: string, verb: string, make: (reading: unknown, limit: number) => Chart): Chart[] => {
    const check = result.checks.find(({ items }) => items.includes(item));
    const limit = check?.measurements.find((one) => typeof one.limit === "number")?.limit;
    const path = check?.evidence.find(({ title }) => title === READINGS_TITLE)?.path;
    if (path === undefined || typeof limit !== "number") return [];
    const { asked } = parseReadings(readFileSync(join(runFolder, path), "utf8"));
    const reply = asked.find(({ question }) => question.verb === verb)?.reply;
    return reply?.kind === "resolved" ? [make(decodePlain(reply.value), limit)] : [];
  };
  return { en: drawn("en"), ko: drawn("ko") };
}
