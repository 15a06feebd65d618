import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeDecision } from "../../support/cli/phase/decision/write-decision";
import { journalRun } from "../../support/cli/phase/journal-of-run";
import { canaryTimesOf, FEATURES } from "../../support/cli/phase/session-for";
import { readRunbook } from "../../support/environment/runbook";
import type { Environment } from "../../support/environment/schema";
import { readWindowRecord } from "../../support/journal/read-window";
import { judgeWindowRecord } from "../../support/judgement/window-record";
import type { CheckResult } from "../../support/model/check-result";
import type { Judgement } from "../../support/model/judgement";
import type { RunResult } from "../../support/model/run-result";
import { BEFORE_THE_ROLL_OUT } from "../../support/model/schedule";
import { judgedRun, type RunHead } from "../../support/replay/judged-run";
import { createRedactor } from "../../support/reporting/redact";
import { writeVerdictFile } from "../../support/reporting/verdict-file";
import { checkOf } from "../reporting/run-results";

/** What is decided without asking anybody: the criteria's checks are given, but for SC-7, which is judged. */
export interface OfflineDecision {
  readonly folder: string;
  readonly environment: Environment;
  /** By default each passed. */
  readonly criteria?: readonly CheckResult[];
  /** Tells one run from another. */
  readonly runId?: string;
}

/** Carries out a decision as the command does, from its checks on. */
export async function decideOffline({
  folder,
  environment,
  criteria = passedCriteria(),
  runId = "20251025T140005Z-decision-test",
}: OfflineDecision): Promise<RunResult> {
  const runFolder = join(folder, "runs", runId);
  mkdirSync(runFolder, { recursive: true });
  const redactor = createRedactor({});
  const head = headOf(environment, runId);
  const runbook = readRunbook(join(FEATURES, "runbook.yaml"));
  const journal = await journalRun(folder, head, redactor);
  const checks = [...criteria, await windowCheck(folder, environment, head)];
  const result = judgedRun({ head, ran: checks, runErrors: [], runbook });
  await writeVerdictFile(runFolder, result);
  await journal.ended(result, join(runFolder, "verdict.json"), true);
  const say = (): void => undefined;
  await writeDecision({ folder, runFolder, result, environment, runbook, redactor, journal, language: "en", say });
  return result;
}

/** SC-1 to SC-6, each passed. */
export function passedCriteria(): CheckResult[] {
  return ["SC-1", "SC-2", "SC-3", "SC-4", "SC-5", "SC-6"].map((item) =>
    checkOf({ items: [item], scenario: item, tags: [`@runbook:${item}`], summary: "It holds." }),
  );
}

function headOf({ name, release, standIns }: Environment, runId: string): RunHead {
  const { id, service, canaryVersion, legacyVersion } = release;
  return {
    runId,
    environment: name,
    rehearsal: true,
    standIns,
    phase: "decision",
    release: { id, service, canaryVersion, legacyVersion },
    evaluatedAt: "2025-10-25T14:00:00.000Z",
    startedAt: "2025-10-25T14:00:05.000Z",
  };
}

async function windowCheck(folder: string, environment: Environment, head: RunHead): Promise<CheckResult> {
  const canary = canaryTimesOf(environment);
  if (canary === null) throw new Error("The rehearsal says when its canary is rolled out.");
  const { evaluatedAt } = head;
  const asked = { folder, environment: environment.name, release: head.release, evaluatedAt };
  const record = await readWindowRecord({
    ...asked,
    canary,
    before: BEFORE_THE_ROLL_OUT,
    isRehearsal: true,
    answersAt: new Date().toISOString(),
  });
  const judgement = judgeWindowRecord(record);
  return checkOf({ items: ["SC-7"], scenario: "SC-7", tags: ["@runbook:SC-7"], ...told(judgement) });
}

function told(judgement: Judgement): Partial<CheckResult> {
  const { outcome, measurements, summary } = judgement;
  if (judgement.outcome === "passed") return { outcome, measurements, summary };
  const cause = judgement.outcome === "inconclusive" ? judgement.cause : null;
  return {
    outcome,
    cause,
    measurements,
    problems: judgement.problems,
    summary: judgement.problems[0]?.what ?? summary,
  };
}
