import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeWhole } from "../../journal/durable";

const schema = z.object({ startedAt: z.string(), faults: z.array(z.string()) });

/** One playing of the rehearsal's week, which is always the same: only the runs since its begin belong to it. */
export interface RehearsedWeek {
  /** ISO 8601. */
  readonly startedAt: string;
  /** It was played to its end: the next watch plays it anew. */
  ended(): void;
}

/** Begins the week, or goes on with one that was broken off, if the same things are broken in it. @param folder of the reports. */
export function rehearsedWeek(folder: string, faults: readonly string[], now: Date): RehearsedWeek {
  const path = join(folder, "watch.json");
  const known = readKnown(path);
  const isSame = known !== null && known.faults.toSorted().join() === faults.toSorted().join();
  const week = isSame ? known : { startedAt: now.toISOString(), faults: [...faults] };
  mkdirSync(folder, { recursive: true });
  if (!isSame) writeWhole(path, `${JSON.stringify(week)}\n`);
  return { startedAt: week.startedAt, ended: () => rmSync(path, { force: true }) };
}

function readKnown(path: string): z.infer<typeof schema> | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null; // none was broken off, or it cannot be told which: it is played from its beginning
  }
}
