import { setMaxListeners } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { carryOut } from "../../support/cli/phase/carry-out";
import { ENVIRONMENTS, type Place } from "../../support/cli/phase/place";
import { nowhere, SILENT } from "../../support/cli/phase/voice";
import { loadEnvironment } from "../../support/environment/load";
import type { Environment } from "../../support/environment/schema";
import { gravestByItem, type Outcome } from "../../support/model/outcome";
import type { RunResult } from "../../support/model/run-result";
import type { Phase } from "../../support/model/runbook";

/** What is judged: a phase, as of its last checkpoint or of another time, on the metrics of a Prometheus. */
export interface Wanted {
  readonly phase: Phase;
  readonly at?: string;
  /** Where the canary week is served; by default the rehearsal's own Prometheus. */
  readonly prometheusUrl?: string;
  /** What of the environment is otherwise. */
  readonly environment?: Partial<Environment> | ((given: Environment) => Partial<Environment>);
}

/** A booted rehearsal whose phases are judged in this process: what a command does, without its start. */
export interface Window {
  judge(wanted: Wanted): Promise<RunResult>;
}

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);

/** Boots one rehearsal for all tests of a file or of a describe block. */
export function bootedWindow(faults: readonly string[] = [], history = false): Window {
  let rehearsal: Rehearsal | undefined;
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
  before(async () => {
    rehearsal = await bootRehearsal({ faults, history });
  });
  after(async () => {
    await rehearsal?.stop();
    rmSync(out, { recursive: true, force: true });
  });
  return {
    judge: async (wanted) => {
      if (rehearsal === undefined) throw new Error("The rehearsal is not up.");
      return judgeOn(rehearsal, wanted, out);
    },
  };
}

/** Judges a phase at a booted rehearsal, with reports in `out`. */
export async function judgeOn(
  { variables, secrets }: Rehearsal,
  { phase, at, prometheusUrl, environment = {} }: Wanted,
  out: string,
): Promise<RunResult> {
  const given = prometheusUrl === undefined ? variables : { ...variables, REHEARSAL_PROMETHEUS_URL: prometheusUrl };
  const loaded = loadEnvironment({ name: "rehearsal", folder: ENVIRONMENTS, variables: given, secrets });
  const place: Place = {
    ...loaded,
    environment: {
      ...loaded.environment,
      ...(typeof environment === "function" ? environment(loaded.environment) : environment),
    },
    secrets,
    monitored: Promise.resolve(),
    leave: () => Promise.resolve(),
  };
  const { result, reports } = await carryOut({
    phase,
    startedAt: new Date(),
    options: {
      environment: "rehearsal",
      at: at === undefined ? null : new Date(at),
      faults: [],
      isFaultList: false,
      out,
      language: null,
      isHtml: false,
    },
    place,
    interrupt: { signal: NEVER, beforeEnd: () => undefined, lift: () => undefined },
    voice: SILENT,
    output: nowhere(),
    afterChecks: () => undefined,
  });
  if (reports.differences.length > 0) throw new Error(`The reports disagree: ${reports.differences.join("; ")}`);
  const written = JSON.parse(readFileSync(reports.verdictFile, "utf8")) as RunResult;
  if (written.verdict !== result.verdict) throw new Error("verdict.json says something else than the run.");
  return result;
}

/** The outcome of every item of a run: the most serious one of its checks. */
export function itemOutcomes({ checks }: RunResult): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(gravestByItem(checks));
}
