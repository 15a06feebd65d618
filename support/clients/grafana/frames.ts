import { z } from "zod";

const frame = z.object({
  schema: z.object({ fields: z.array(z.object({ type: z.string().optional() })).nullish() }),
  data: z.object({ values: z.array(z.array(z.unknown())).nullish() }).nullish(),
});

const result = z.object({ error: z.string().nullish(), frames: z.array(frame).nullish() });

/** What `POST /api/ds/query` answers: a result for each query, or one message for them all. */
export const queryResults = z.union([
  z.object({ results: z.record(z.string(), result) }),
  z.object({ message: z.string() }),
]);

/** What the queries of a panel gave. */
export interface PanelData {
  readonly queryErrors: readonly string[];
  /** A series whose values are all null, as NaN is sent, draws nothing: it is no data. */
  readonly seriesWithData: number;
}

/** The results of a panel's queries as facts. */
export function panelData(answer: z.infer<typeof queryResults>): PanelData {
  if ("message" in answer) {
    return { queryErrors: [answer.message], seriesWithData: 0 };
  }
  const results = Object.entries(answer.results);
  return {
    queryErrors: results.flatMap(([refId, { error }]) => (error ? [`query ${refId}: ${error}`] : [])),
    seriesWithData: results
      .flatMap(([, { frames }]) => frames ?? [])
      .reduce((count, one) => count + seriesWithData(one), 0),
  };
}

/** Each column of numbers is a series; a frame without any (log lines, a table of texts) is one as a whole. */
function seriesWithData({ schema, data }: z.infer<typeof frame>): number {
  const types = (schema.fields ?? []).map(({ type }) => type);
  const columns = (data?.values ?? []).filter((_, index) => types[index] !== "time");
  const kinds = types.filter((type) => type !== "time");
  const filled = columns.map((values) => values.some((value) => value !== null && value !== undefined));
  if (!kinds.includes("number")) {
    return filled.includes(true) ? 1 : 0;
  }
  return filled.filter((isFilled, index) => isFilled && kinds[index] === "number").length;
}
