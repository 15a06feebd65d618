import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Status } from "allure-js-commons";
import { z } from "zod";
import { CAUSES, OUTCOMES, type Outcome } from "../model/outcome";
import type { Phase } from "../model/runbook";
import { ALLURE_RESULTS, ALLURE_STATUS } from "./allure";
import { checkIds } from "./check-ids";
import { type Language, REPORT_WORDS, outcomeText } from "./messages";
import { VERDICT_FILE } from "./verdict-file";

const earlierRun = z.object({
  runId: z.string(),
  phase: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  checks: z.array(
    z.object({
      items: z.array(z.string()),
      scenario: z.string(),
      outcome: z.enum(OUTCOMES),
      cause: z.enum(CAUSES).nullable(),
      summary: z.string(),
      startedAt: z.string(),
      durationMs: z.number(),
    }),
  ),
});
type EarlierRun = z.infer<typeof earlierRun>;
type EarlierCheck = EarlierRun["checks"][number];

/** As many runs as the report's trends show. */
const RUNS_SHOWN = 20;

/**
 * Writes the history that Allure reads (`allure-results/history/`) from the verdict files of the earlier runs of the
 * same phase, which lie beside this run's folder; so one generation is enough, also of a single file.
 * @returns the number of this run among them, from 1.
 */
export async function writeAllureHistory(
  runFolder: string,
  run: { runId: string; phase: Phase; startedAt: string },
  language: Language,
): Promise<number> {
  const all = await earlierRuns(runFolder, run);
  const numbered = all.map((one, index) => ({ ...one, buildOrder: index + 1 }));
  const newestFirst = numbered.slice(-RUNS_SHOWN).reverse();
  const folder = path.join(runFolder, ALLURE_RESULTS, "history");
  await mkdir(folder, { recursive: true });
  const files = {
    "history.json": historyOf(newestFirst),
    "history-trend.json": newestFirst.map((one) => ({ ...buildOf(one), data: statisticOf(one.checks) })),
    "duration-trend.json": newestFirst.map((one) => ({ ...buildOf(one), data: { duration: durationOf(one) } })),
    "categories-trend.json": newestFirst.map((one) => ({ ...buildOf(one), data: categoriesOf(one, language) })),
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, name), JSON.stringify(content));
  return all.length + 1;
}

type NumberedRun = EarlierRun & { readonly buildOrder: number };

/** Oldest first. A folder without a verdict file is a run that was killed; one that cannot be read has no history. */
async function earlierRuns(
  runFolder: string,
  run: { runId: string; phase: Phase; startedAt: string },
): Promise<EarlierRun[]> {
  const runsFolder = path.dirname(path.resolve(runFolder));
  const names = (await readdir(runsFolder)).filter((name) => name !== path.basename(runFolder));
  const read = await Promise.all(names.map((name) => readEarlierRun(path.join(runsFolder, name, VERDICT_FILE))));
  return read
    .flatMap((one) => (one === null ? [] : [one]))
    .filter(({ phase, runId, startedAt }) => phase === run.phase && runId !== run.runId && startedAt < run.startedAt)
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

async function readEarlierRun(file: string): Promise<EarlierRun | null> {
  try {
    return earlierRun.safeParse(JSON.parse(await readFile(file, "utf8"))).data ?? null;
  } catch {
    return null;
  }
}

function buildOf({ buildOrder, runId }: NumberedRun): { buildOrder: number; reportName: string; reportUrl: string } {
  return { buildOrder, reportName: runId, reportUrl: reportUrlOf(runId) };
}

/** From one run's report to another one's. */
function reportUrlOf(runId: string): string {
  return `../../${encodeURIComponent(runId)}/allure-report/index.html`;
}

function historyOf(newestFirst: readonly NumberedRun[]): Record<string, object> {
  const seen = newestFirst.flatMap((run) => {
    const ids = checkIds(run.checks);
    return run.checks.map((check, index) => ({ id: ids[index] ?? "", run, check }));
  });
  const ids = [...new Set(seen.map(({ id }) => id))];
  return Object.fromEntries(
    ids.map((id) => {
      const ofCheck = seen.filter((one) => one.id === id);
      const items = ofCheck.map(({ run, check }) => historyItem(id, run, check));
      return [id, { statistic: statisticOf(ofCheck.map(({ check }) => check)), items }];
    }),
  );
}

function historyItem(id: string, run: EarlierRun, check: EarlierCheck): object {
  const start = Date.parse(check.startedAt);
  return {
    uid: `${run.runId}-${id}`,
    reportUrl: reportUrlOf(run.runId),
    status: ALLURE_STATUS[check.outcome],
    statusDetails: check.outcome === "passed" ? "" : check.summary,
    time: { start, stop: start + check.durationMs, duration: check.durationMs },
  };
}

function statisticOf(checks: readonly { readonly outcome: Outcome }[]): Record<string, number> {
  const count = (status: Status): number => checks.filter(({ outcome }) => ALLURE_STATUS[outcome] === status).length;
  return {
    failed: count(Status.FAILED),
    broken: count(Status.BROKEN),
    skipped: 0,
    passed: count(Status.PASSED),
    unknown: 0,
    total: checks.length,
  };
}

function durationOf({ startedAt, finishedAt }: EarlierRun): number {
  return Date.parse(finishedAt) - Date.parse(startedAt);
}

function categoriesOf({ checks }: EarlierRun, language: Language): Record<string, number> {
  const words = REPORT_WORDS[language];
  const counts: Record<string, number> = {};
  for (const { outcome, cause } of checks.filter((check) => check.outcome !== "passed")) {
    const name =
      outcome === "failed"
        ? words.groups.failed
        : outcome === "not-run"
          ? words.groups.notRun
          : outcomeText(words, outcome, cause);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
