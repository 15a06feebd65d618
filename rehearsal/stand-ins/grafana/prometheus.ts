import { z } from "zod";

/** A series of a query's result: samples as [seconds, value as Prometheus writes it]. */
export interface PromSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [number, string])[];
}

/** What Prometheus answered, with its own word for the result's type. */
export interface PromResult {
  readonly resultType: string;
  readonly series: readonly PromSeries[];
}

/** A query that Prometheus refused (`status` 4xx) or could not be asked (502). */
export class PrometheusQueryError extends Error {
  override readonly name = "PrometheusQueryError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const QUERY_DEADLINE_MS = 10_000;

const sample = z.tuple([z.number(), z.string()]);
const metric = z.record(z.string(), z.string());
const answer = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("success"),
    data: z.discriminatedUnion("resultType", [
      z.object({ resultType: z.literal("matrix"), result: z.array(z.object({ metric, values: z.array(sample) })) }),
      z.object({ resultType: z.literal("vector"), result: z.array(z.object({ metric, value: sample })) }),
      z.object({ resultType: z.literal("scalar"), result: sample }),
    ]),
  }),
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
]);

/**
 * Asks the real Prometheus, by `query_range` or `query`.
 *
 * @throws PrometheusQueryError
 */
export async function queryPrometheus(
  baseUrl: string,
  path: "query" | "query_range",
  parameters: Readonly<Record<string, string>>,
): Promise<PromResult> {
  const url = `${baseUrl}/api/v1/${path}`;
  const body = await post(url, parameters);
  const read = answer.safeParse(body.value);
  if (!read.success) throw new PrometheusQueryError(502, `unexpected answer with status ${body.status} from ${url}`);
  if (read.data.status === "error")
    throw new PrometheusQueryError(body.status, `${read.data.errorType}: ${read.data.error}`);
  const { data } = read.data;
  switch (data.resultType) {
    case "matrix":
      return { resultType: "matrix", series: data.result.map(({ metric, values }) => ({ metric, samples: values })) };
    case "vector":
      return { resultType: "vector", series: data.result.map(({ metric, value }) => ({ metric, samples: [value] })) };
    case "scalar":
      return { resultType: "scalar", series: [{ metric: {}, samples: [data.result] }] };
  }
}

async function post(
  url: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ status: number; value: unknown }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(parameters),
      signal: AbortSignal.timeout(QUERY_DEADLINE_MS),
    });
    const value: unknown = await response.json().catch(() => undefined);
    return { status: response.status, value };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PrometheusQueryError(502, `Post "${url}": ${reason}`);
  }
}
