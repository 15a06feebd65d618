import { z } from "zod";

/** A value with the time that it is for. In an instant answer that is the time of the evaluation, not of the sample. */
export interface Sample {
  /** Unix time in seconds. */
  readonly atSeconds: number;
  /** NaN and both infinities are themselves. */
  readonly value: number;
}

/** One series of an instant answer. */
export interface VectorSeries extends Sample {
  readonly labels: Readonly<Record<string, string>>;
}

/** One series of an answer over a range; its samples in the order of time. */
export interface MatrixSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly Sample[];
}

/** The answer to a query. An empty `series` is "no data", never zero. */
export type QueryAnswer =
  | { readonly kind: "vector"; readonly series: readonly VectorSeries[]; readonly infos: readonly string[] }
  | { readonly kind: "matrix"; readonly series: readonly MatrixSeries[]; readonly infos: readonly string[] }
  | ({ readonly kind: "scalar"; readonly infos: readonly string[] } & Sample);

const NUMBER_WORDS: Readonly<Record<string, number>> = { "+Inf": Infinity, "-Inf": -Infinity, NaN: NaN };

/** The API's number words are not JavaScript's: `Number("+Inf")` would be NaN, and `Number("")` zero. */
const sampleValue = z.string().transform((word, context) => {
  const value = NUMBER_WORDS[word] ?? Number(word);
  if (word.trim() === "" || (Number.isNaN(value) && word !== "NaN")) {
    context.addIssue({ code: "custom", message: `"${word}" is no sample value` });
    return z.NEVER;
  }
  return value;
});

const sample = z.tuple([z.number(), sampleValue]).transform(([atSeconds, value]) => ({ atSeconds, value }));
const labels = z.record(z.string(), z.string());

/**
 * `data` of an answer to a query. Strings and native histograms are refused: they are no numbers to judge.
 * Source: Prometheus HTTP API, "Expression query result formats".
 */
export const queryData = z.discriminatedUnion("resultType", [
  z.object({ resultType: z.literal("scalar"), result: sample }),
  z.object({ resultType: z.literal("vector"), result: z.array(z.object({ metric: labels, value: sample })) }),
  z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: labels, values: z.array(sample) })),
  }),
]);

/** The API's data in our words; every series is kept. */
export function queryAnswer(data: z.infer<typeof queryData>, infos: readonly string[]): QueryAnswer {
  switch (data.resultType) {
    case "scalar":
      return { kind: "scalar", ...data.result, infos };
    case "vector":
      return { kind: "vector", series: data.result.map(({ metric, value }) => ({ labels: metric, ...value })), infos };
    case "matrix":
      return {
        kind: "matrix",
        series: data.result.map(({ metric, values }) => ({ labels: metric, samples: values })),
        infos,
      };
  }
}
