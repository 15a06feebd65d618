import type { PromSeries } from "./prometheus";

/** A data frame as `/api/ds/query` returns it: values by column, and what JSON cannot say as `entities`. */
export interface Frame {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly data: {
    readonly values: readonly (readonly (number | null)[])[];
    readonly entities?: readonly (Readonly<Record<string, readonly number[]>> | null)[];
  };
}

/** How the frames of one query are described. */
export interface FrameOptions {
  readonly refId: string;
  readonly expr: string;
  readonly stepSeconds: number;
  readonly legendFormat: string;
}

/** A frame per series; without any series one frame without fields, as Grafana marks "no data". */
export function framesOf(series: readonly PromSeries[], resultType: string, options: FrameOptions): Frame[] {
  const meta = {
    type: "timeseries-multi",
    typeVersion: [0, 1],
    custom: { resultType },
    executedQueryString: `Expr: ${options.expr}\nStep: ${options.stepSeconds}s`,
  };
  if (series.length === 0) return [{ schema: { refId: options.refId, meta, fields: [] }, data: { values: [] } }];
  return series.map((one) => frameOf(one, meta, options));
}

function frameOf({ metric, samples }: PromSeries, meta: object, options: FrameOptions): Frame {
  const numbers = samples.map(([, value]) =>
    Number(value === "+Inf" ? "Infinity" : value.replace("-Inf", "-Infinity")),
  );
  const times = samples.map(([seconds]) => Math.round(seconds * 1000));
  const entities = {
    NaN: indicesOf(numbers, (value) => Number.isNaN(value)),
    Inf: indicesOf(numbers, (value) => value === Infinity),
    NegInf: indicesOf(numbers, (value) => value === -Infinity),
  };
  const isPlain = numbers.every((value) => Number.isFinite(value));
  const displayNameFromDS = displayName(metric, options.legendFormat);
  return {
    schema: {
      refId: options.refId,
      name: displayNameFromDS,
      meta,
      fields: [
        {
          name: "Time",
          type: "time",
          typeInfo: { frame: "time.Time" },
          config: { interval: options.stepSeconds * 1000 },
        },
        {
          name: "Value",
          type: "number",
          typeInfo: { frame: "float64" },
          labels: metric,
          config: { displayNameFromDS },
        },
      ],
    },
    data: {
      values: [times, numbers.map((value) => (Number.isFinite(value) ? value : null))],
      ...(!isPlain && { entities: [null, entities] }),
    },
  };
}

function indicesOf(values: readonly number[], isWanted: (value: number) => boolean): number[] {
  return values.flatMap((value, index) => (isWanted(value) ? [index] : []));
}

function displayName(metric: Readonly<Record<string, string>>, legendFormat: string): string {
  if (legendFormat !== "" && legendFormat !== "__auto")
    return legendFormat.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, label: string) => metric[label] ?? "");
  const { __name__: name = "", ...labels } = metric;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${pairs.join(", ")}}`;
}
