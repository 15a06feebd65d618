import type { Window } from "./measurement";

/** A window cut into slices of equal length: slice `i` lasts from `edges[i]` (not in it) to `edges[i + 1]` (in it). */
export interface Slices {
  /** Unix seconds, ascending, at least two, equally far apart. */
  readonly edges: readonly number[];
}

/** The whole window of the slices. */
export function windowOf({ edges }: Slices): Window {
  const [first = Number.NaN, last = Number.NaN] = [edges[0], edges.at(-1)];
  return { start: atSecond(first), end: atSecond(last) };
}

/** The window of one slice. @throws RangeError where there is no such slice. */
export function sliceWindow({ edges }: Slices, index: number): Window {
  return { start: atSecond(edges[index] ?? Number.NaN), end: atSecond(edges[index + 1] ?? Number.NaN) };
}

/** Unix seconds as ISO 8601 in UTC. @throws RangeError where it is no time. */
export function atSecond(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
