import { z } from "zod";

const count = z.string().regex(/^\d+$/).transform(Number);

const serverState = z
  .object({ srv_name: z.string().min(1), srv_uweight: count, srv_iweight: count })
  .transform(({ srv_name, srv_uweight, srv_iweight }) => ({
    name: srv_name,
    appliedWeight: srv_uweight,
    configuredWeight: srv_iweight,
  }));

const serverStats = z
  .object({
    svname: z.string().min(1),
    status: z.string().min(1),
    weight: count,
    bck: count,
    stot: count,
    throttle: z.string().optional(),
  })
  .transform(({ svname, status, weight, bck, stot, throttle }) => ({
    name: svname,
    status,
    effectiveWeight: weight,
    isBackup: bck > 0,
    /** Streams that it was given since the start of the process: one for each HTTP request. */
    requests: stot,
    isStartingSlowly: (throttle ?? "") !== "",
  }));

/** Weights of one server: as configured, and as set now. */
export type ServerState = z.infer<typeof serverState>;
/** What one server does. */
export type ServerStats = z.infer<typeof serverStats>;

/** The answer to `show servers state`: a version, a line of names, a line for each server. null: it is no such table. */
export function parseServerStates(text: string): readonly ServerState[] | null {
  const [version, ...lines] = linesOf(text);
  return version === "1" ? parseTable(lines, / +/, serverState) : null;
}

/** The answer to `show stat`: comma-separated, with a line of names. null: it is no such table. */
export function parseServerStats(text: string): readonly ServerStats[] | null {
  return parseTable(linesOf(text), ",", serverStats);
}

/** The process id in the answer to `show info`; null: it has none. */
export function processId(text: string): string | null {
  return /^Pid: (\d+)$/m.exec(text)?.[1] ?? null;
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function parseTable<T>(lines: readonly string[], separator: string | RegExp, row: z.ZodType<T>): readonly T[] | null {
  const [head = "", ...rows] = lines;
  if (!head.startsWith("# ")) return null;
  const names = head.slice(2).split(separator);
  const read = z.array(row).safeParse(rows.map((line) => namedCells(names, cellsOf(line, separator))));
  return read.success ? read.data : null;
}

function namedCells(names: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
}

/** The cells of a line; one that holds a comma is in double quotes, with each quote in it written twice. */
function cellsOf(line: string, separator: string | RegExp): readonly string[] {
  if (!line.includes('"')) return line.split(separator);
  const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  return cells.map((cell) =>
    cell
      .replace(/,$/, "")
      .replace(/^"(.*)"$/s, "$1")
      .replaceAll('""', '"'),
  );
}
