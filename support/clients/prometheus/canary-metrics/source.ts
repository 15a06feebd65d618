import { withoutName, type Labels } from "../series-key";
import type { LabelValues, TrackSource } from "./options";

/** What samples are asked by: series as they were scraped, or an expression that is worked out at each interval. */
export type Source =
  | { readonly kind: "series"; readonly promql: string }
  | { readonly kind: "expression"; readonly promql: string; readonly everySeconds: number };

/** The source of what a track's samples are asked by. @param everySeconds how often an expression is worked out. */
export function sourceOf(given: TrackSource, everySeconds: number): Source {
  if (typeof given === "string") return { kind: "series", promql: given };
  return { kind: "expression", promql: given.expression, everySeconds };
}

/** The source's samples of the last `ms` milliseconds, as PromQL: a range selector, or a subquery. */
export function overLast(source: Source, ms: number): string {
  if (source.kind === "series") return `${source.promql}[${ms}ms]`;
  return `(${source.promql})[${ms}ms:${Math.round(source.everySeconds * 1_000)}ms]`;
}

/** A selector with further matchers at its end. */
export function withMatchers(selector: string, matchers: readonly string[]): string {
  if (matchers.length === 0) return selector;
  const [, before = selector, inside = ""] = /^([^{]*)\{([\s\S]*)\}\s*$/.exec(selector) ?? [];
  const own = inside.trim().replace(/,$/, "");
  return `${before.trim()}{${[...(own === "" ? [] : [own]), ...matchers].join(",")}}`;
}

/** Matchers of labels that have exactly these values. */
export function equalTo(labels: LabelValues): readonly string[] {
  return Object.entries(labels).map(([name, value]) => `${labelName(name)}=${quoted(value)}`);
}

/** Matchers that leave out the series whose label matches the regular expression. */
export function notMatching(labels: LabelValues): readonly string[] {
  return Object.entries(labels).map(([name, pattern]) => `${labelName(name)}!~${quoted(pattern)}`);
}

/**
 * A source of at least these series and of few others: by the metric's name and by the labels that all of them share.
 * Series can be chosen only where the answer said of which metric they are; an expression stays as it is.
 */
export function narrowedTo(source: Source, series: readonly Labels[]): Source {
  const [first = {}, ...others] = series;
  const shared = Object.entries(first).filter(([name, value]) => others.every((labels) => labels[name] === value));
  const labels = Object.fromEntries(shared);
  const metric = labels["__name__"];
  if (source.kind === "expression" || metric === undefined) return source;
  const matchers = [`__name__=${quoted(metric)}`, ...equalTo(withoutName(labels))];
  return { kind: "series", promql: `{${matchers.join(",")}}` };
}

/** Names with other characters than the classic ones are quoted (Prometheus 3). */
function labelName(name: string): string {
  return /^[a-zA-Z_]\w*$/.test(name) ? name : quoted(name);
}

/** Text as a string of PromQL. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
