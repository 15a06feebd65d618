import { existsSync, readdirSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { PHASES } from "../../model/runbook";
import { WEEKS } from "../week/options";

/** The newest run of an environment that left a report. */
export interface NewestRun {
  /** Its page. */
  readonly page: string;
  /** The decision page of the rehearsed week that it belongs to; null: it belongs to none, or that came to no decision. */
  readonly decisionOfWeek: string | null;
}

/**
 * Looks for the newest run of all phases, those of rehearsed weeks included; null: there is none.
 * @param out folder of all reports.
 */
export function newestRun(out: string, environment: string): NewestRun | null {
  const runs = [out, ...weeksIn(out)].flatMap((folder) => runsIn(join(folder, environment)));
  // The folders' names begin with the time at which the run began.
  const newest = runs.toSorted((a, b) => (basename(a.run) < basename(b.run) ? -1 : 1)).at(-1);
  if (newest === undefined) return null;
  const decision = join(newest.folder, "decision.html");
  const isOfWeek = newest.folder !== join(out, environment);
  return { page: join(newest.run, "index.html"), decisionOfWeek: isOfWeek && existsSync(decision) ? decision : null };
}

function weeksIn(out: string): string[] {
  const weeks = join(out, WEEKS);
  return existsSync(weeks) ? readdirSync(weeks).map((week) => join(weeks, week)) : [];
}

/** The newest run of each phase, by its real folder. */
function runsIn(folder: string): { readonly folder: string; readonly run: string }[] {
  const links = PHASES.map((phase) => join(folder, "latest", phase)).filter((link) => existsSync(link));
  return links.map((link) => ({ folder, run: realpathSync(link) }));
}
