import type { Slices } from "../../../model/slices";
import type { Asker } from "./asker";
import { overLast, type Source } from "./source";

/** Whether any of the sources has a series in the window: then the metric exists, of whatever track. */
export async function isAnyThere(asker: Asker, sources: readonly Source[], { edges }: Slices): Promise<boolean> {
  const [first = Number.NaN, last = Number.NaN] = [edges[0], edges.at(-1)];
  const endMs = Math.round(last * 1_000);
  const lengthMs = endMs - Math.round(first * 1_000);
  for (const source of sources) {
    const found = await asker.at(`count(last_over_time(${overLast(source, lengthMs)}))`, endMs);
    if (found.some(({ value }) => value > 0)) return true;
  }
  return false;
}
