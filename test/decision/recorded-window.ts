import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { canaryTimesOf } from "../../support/cli/phase/session-for";
import type { Environment } from "../../support/environment/schema";
import { loadEnvironment } from "../../support/environment/load";
import { sha256Of } from "../../support/journal/digest";
import { openJournal, type Journal } from "../../support/journal/journal";
import { endOfRun, startOfRun } from "../../support/journal/run-facts";
import type { CheckResult } from "../../support/model/check-result";
import type { Verdict } from "../../support/model/outcome";
import type { Phase } from "../../support/model/runbook";
import type { RunResult } from "../../support/model/run-result";
import { BEFORE_THE_ROLL_OUT } from "../../support/model/schedule";
import { writeVerdictFile } from "../../support/reporting/verdict-file";
import { environmentsFolder, inputFor } from "../environment/input-for";
import { checkOf, runOf } from "../reporting/run-results";

/** The rehearsal's environment, with addresses at which nothing answers: what is decided without asking anybody. */
export function silentRehearsal(): Environment {
  const text = readFileSync(join(environmentsFolder, "rehearsal.yaml"), "utf8");
  const { environment } = loadEnvironment({ name: "rehearsal", folder: environmentsFolder, ...inputFor(text) });
  return { ...environment, browser: { ...environment.browser, executablePath: "/nonexistent/no-browser" } };
}

/** A point of the window, as its runs are called: "preflight", "day4 2025-10-22T14:15:00.000Z". */
export interface Point {
  readonly phase: Phase;
  /** null: at any time before the roll-out. */
  readonly at: string | null;
}

/** What a recorded run is to have found; by default one check that passed. */
export interface Recorded {
  readonly verdict?: Verdict;
  readonly checks?: readonly CheckResult[];
  /** Folder of a run that was really carried out: it is recorded instead. */
  readonly carriedOut?: string;
}

/** Every point of an environment's window at which a run is due, in the order of time. */
export function pointsOf(environment: Environment): Point[] {
  const early = BEFORE_THE_ROLL_OUT.map((phase): Point => ({ phase, at: null }));
  return [...early, ...(canaryTimesOf(environment)?.checkpoints ?? [])];
}

/** What a window has that is not as usual. @returns null: no run of this point. */
export type Instead = (point: Point) => Recorded | null | undefined;

/** A release whose window was looked at, as commands leave it: verdicts, evidence, journal. */
export async function recordWindow(folder: string, environment: Environment, instead: Instead = () => undefined) {
  const { id, canaryVersion } = environment.release;
  const journal = await openJournal(folder, { release: { id, canaryVersion }, redact: (data) => data });
  for (const point of pointsOf(environment)) {
    const found = instead(point);
    if (found !== null) await recordRun(folder, journal, environment, point, found);
  }
  return journal;
}

/** Writes one run and its lines. */
export async function recordRun(
  folder: string,
  journal: Journal,
  environment: Environment,
  point: Point,
  { verdict = "GO", checks, carriedOut }: Recorded = {},
): Promise<void> {
  const runs = join(folder, "runs");
  mkdirSync(runs, { recursive: true });
  if (carriedOut !== undefined) {
    cpSync(carriedOut, join(runs, basename(carriedOut)), { recursive: true });
    return recordEnd(journal, join(runs, basename(carriedOut)));
  }
  const { phase } = point;
  const at = point.at ?? "2025-10-21T14:00:00.000Z";
  const runId = `${at.replaceAll(/[-:]|\.000/g, "")}-${phase}-test`;
  const runFolder = join(runs, runId);
  const { release } = environment;
  const told = checks ?? [
    checkOf({ items: [`${phase}-1`], tags: [], evidence: [evidenceIn(runFolder, `${phase}-1`)] }),
  ];
  const { id, service, canaryVersion, legacyVersion } = release;
  const head = { runId, phase, verdict, evaluatedAt: at, reasons: verdict === "GO" ? [] : [verdict] };
  const run = runOf(told, { ...head, release: { id, service, canaryVersion, legacyVersion } });
  mkdirSync(runFolder, { recursive: true });
  await writeVerdictFile(runFolder, run);
  await recordEnd(journal, runFolder);
}

async function recordEnd(journal: Journal, runFolder: string): Promise<void> {
  const verdict = readFileSync(join(runFolder, "verdict.json"));
  const run = JSON.parse(verdict.toString("utf8")) as RunResult; // written by this product a moment ago
  await journal.append(startOfRun(run, { user: "mina", job: null }));
  const end = { verdictSha256: sha256Of(verdict), isLate: false, isSound: true };
  for (const fact of endOfRun(run, end)) await journal.append(fact);
}

function evidenceIn(runFolder: string, item: string) {
  const path = `evidence/${item}/01-answer.json`;
  const content = `{"status":"success","data":{"item":"${item}","value":0.02}}\n`;
  mkdirSync(join(runFolder, "evidence", item), { recursive: true });
  writeFileSync(join(runFolder, path), content);
  return { path, sha256: sha256Of(content), mediaType: "application/json", title: "Answer" };
}
