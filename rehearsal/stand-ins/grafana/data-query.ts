import { z } from "zod";
import { json, type StandInAnswer } from "../http-server";
import { framesOf, type Frame } from "./frames";
import { PrometheusQueryError, queryPrometheus, type PromResult } from "./prometheus";
import { readTimeRange, stepSeconds, type TimeRange } from "./time-range";

/** The uid of the only data source. */
export const DATA_SOURCE_UID = "prometheus";

/** The scrape interval that the data source is configured with; `$__rate_interval` comes from it. */
export const SCRAPE_INTERVAL_SECONDS = 1;

const query = z.looseObject({
  refId: z.string().default("A"),
  datasource: z.union([z.looseObject({ uid: z.string() }), z.string()]),
  expr: z.string().default(""),
  intervalMs: z.number().positive().default(1000),
  maxDataPoints: z.number().positive().default(1000),
  legendFormat: z.string().default(""),
  range: z.boolean().optional(),
  instant: z.boolean().optional(),
});
const queryRequest = z.looseObject({ queries: z.array(query), from: z.string(), to: z.string() });

type Query = z.infer<typeof query>;
type Result = { status: number; frames: Frame[] } | { status: number; error: string; errorSource: string };

/** Answers `POST /api/ds/query`: each query on its own, and 400 as soon as one of them fails. */
export async function answerDataQuery(body: unknown, prometheusUrl: string): Promise<StandInAnswer> {
  const read = queryRequest.safeParse(body);
  if (!read.success) return badRequest("bad request data", "query.badRequest");
  const { queries, from, to } = read.data;
  if (queries.length === 0) return badRequest("No queries found", "query.noQueries");
  const range = readTimeRange(from, to, Date.now());
  if (range === undefined) return badRequest("Invalid time range", "query.invalidTimeRange");
  if (queries.some(({ datasource }) => uidOf(datasource) !== DATA_SOURCE_UID))
    return json(404, {
      message: "Data source not found",
      messageId: "datasource.notFound",
      statusCode: 404,
      traceID: "",
    });
  const results = await Promise.all(
    queries.map(async (one) => [one.refId, await run(one, range, prometheusUrl)] as const),
  );
  const hasFailed = results.some(([, result]) => "error" in result);
  return json(hasFailed ? 400 : 200, { results: Object.fromEntries(results) });
}

function badRequest(message: string, messageId: string): StandInAnswer {
  return json(400, { message, messageId, statusCode: 400, traceID: "" });
}

function uidOf(datasource: Query["datasource"]): string {
  return typeof datasource === "string" ? datasource : datasource.uid;
}

async function run(one: Query, range: TimeRange, prometheusUrl: string): Promise<Result> {
  const step = stepSeconds(range, one.intervalMs, one.maxDataPoints);
  const expr = interpolated(one.expr, step, range);
  try {
    const results = await ask({ ...one, expr }, range, step, prometheusUrl);
    const options = { refId: one.refId, expr, stepSeconds: step, legendFormat: one.legendFormat };
    return { status: 200, frames: results.flatMap(({ series, resultType }) => framesOf(series, resultType, options)) };
  } catch (error) {
    if (!(error instanceof PrometheusQueryError)) throw error;
    return { status: error.status, error: error.message, errorSource: "downstream" };
  }
}

/** A query is a range query unless it says otherwise; it can be both. */
function ask(one: Query, range: TimeRange, step: number, prometheusUrl: string): Promise<PromResult[]> {
  const end = Math.floor(range.toMs / 1000 / step) * step;
  const start = Math.floor(range.fromMs / 1000 / step) * step;
  const isInstant = one.instant === true;
  const isRange = one.range ?? !isInstant;
  const asked = [
    ...(isRange
      ? [
          queryPrometheus(prometheusUrl, "query_range", {
            query: one.expr,
            start: `${start}`,
            end: `${end}`,
            step: `${step}`,
          }),
        ]
      : []),
    ...(isInstant ? [queryPrometheus(prometheusUrl, "query", { query: one.expr, time: `${range.toMs / 1000}` })] : []),
  ];
  return Promise.all(asked);
}

/** Grafana's built-in variables, which its Prometheus data source fills in itself. */
function interpolated(expr: string, step: number, { fromMs, toMs }: TimeRange): string {
  const rangeSeconds = Math.round((toMs - fromMs) / 1000);
  const rateSeconds = Math.max(step + SCRAPE_INTERVAL_SECONDS, 4 * SCRAPE_INTERVAL_SECONDS);
  const values: Readonly<Record<string, string>> = {
    __rate_interval: `${rateSeconds}s`,
    __interval: `${step}s`,
    __interval_ms: `${step * 1000}`,
    __range: `${rangeSeconds}s`,
    __range_s: `${rangeSeconds}`,
    __range_ms: `${toMs - fromMs}`,
  };
  return expr.replace(/\$\{?(__\w+)\}?/g, (whole, name: string) => values[name] ?? whole);
}

/** Answers `GET /api/datasources/uid/:uid/health` by asking Prometheus for `1+1`. */
export async function answerHealth(prometheusUrl: string): Promise<StandInAnswer> {
  try {
    await queryPrometheus(prometheusUrl, "query", { query: "1+1" });
    return json(200, { message: "Successfully queried the Prometheus API.", status: "OK" });
  } catch (error) {
    if (!(error instanceof PrometheusQueryError)) throw error;
    const message = `${error.message} - There was an error returned querying the Prometheus API.`;
    return json(400, { message, status: "ERROR", details: { verboseMessage: error.message } });
  }
}
