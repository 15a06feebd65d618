import type { VectorSeries } from "./query-answer";

/** A series' labels, the metric's name (`__name__`) among them where the answer has it. */
export type Labels = VectorSeries["labels"];

/** The labels without the metric's name, which functions keep or drop as they like. */
export function withoutName(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== "__name__"));
}

/** Text that two series share exactly if they have the same labels. */
export function seriesKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A series' labels for people: `{instance="a", le="0.1"}`. */
export function labelsText(labels: Labels): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(", ")}}`;
}
