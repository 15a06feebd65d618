import { mkdirSync } from "node:fs";
import path from "node:path";
import { judgeRun } from "../../support/judgement/verdict";
import type { RunResult } from "../../support/model/run-result";
import type { RunbookItem } from "../../support/model/runbook";
import { createRedactor } from "../../support/reporting/redact";
import { type WrittenReports, writeReports } from "../../support/reporting/write-reports";
import { checkResults } from "../../support/runner/check-results";
import { missingChecks } from "../../support/runner/missing-checks";
import { FIXTURE_TOKEN } from "./fixture-secret";
import { type RunChecksOptions, runChecks } from "../../support/runner/run-checks";
import type { RunnerReport } from "../../support/runner/runner-report";

/** A runbook of the items D3-T1 to D3-T5. */
export function fixtureRunbook(ids: readonly string[] = ["D3-T1", "D3-T2", "D3-T3", "D3-T4", "D3-T5"]): RunbookItem[] {
  return ids.map((id) => ({
    id,
    phase: "preflight",
    section: { en: "Technical", ko: "기술적 검증" },
    kind: "automated",
    title: { en: `Item ${id}`, ko: `항목 ${id}` },
  }));
}

/** What a fixture is run with. */
export interface FixtureRun {
  /** Name of a file in test/fixtures/features, without its ending. */
  readonly feature: string;
  /** Folders in test/fixtures with support code. */
  readonly support?: readonly string[];
  /** The items that the phase expects. */
  readonly expected: readonly string[];
  /** The run's folder: `<environment>/runs/<run id>`. */
  readonly runFolder: string;
  readonly options?: Partial<RunChecksOptions>;
  readonly reports?: { readonly language?: "ko"; readonly isHtml?: false };
}

/** Runs a fixture's features as a command would, and writes all reports. */
export async function runFixture(
  fixture: FixtureRun,
): Promise<{ run: RunResult; report: RunnerReport; written: WrittenReports }> {
  mkdirSync(fixture.runFolder, { recursive: true });
  const startedAt = new Date().toISOString();
  const redactor = createRedactor({ FIXTURE_TOKEN });
  const report = await runChecks({
    featurePaths: [`test/fixtures/features/${fixture.feature}.feature`],
    supportPaths: (fixture.support ?? ["features-support"]).map((folder) => `test/fixtures/${folder}/*.ts`),
    concurrency: 8,
    stepTimeoutMs: 1_000,
    messagesFile: path.join(fixture.runFolder, "messages.ndjson"),
    redact: redactor.json,
    worldParameters: { runFolder: fixture.runFolder },
    ...fixture.options,
  });
  const run = fixtureRunResult(fixture, report, startedAt);
  const options = {
    runbook: fixtureRunbook(),
    language: "en",
    itemsPageUrl: "../index.html",
    isHtml: true,
    ...fixture.reports,
  } as const;
  const written = await writeReports(fixture.runFolder, run, { ...options, redactor, versions: {} });
  return { run, report, written };
}

function fixtureRunResult({ expected, runFolder }: FixtureRun, report: RunnerReport, startedAt: string): RunResult {
  const items = fixtureRunbook(expected);
  const ran = checkResults(report);
  const checks = [...ran, ...missingChecks(items, ran, startedAt)];
  const runErrors = report.runErrors.map(({ message }) => message);
  return {
    runId: path.basename(runFolder),
    environment: "rehearsal",
    rehearsal: true,
    standIns: ["Slack"],
    phase: "preflight",
    release: { id: "r1", service: "phase4", canaryVersion: "2.0.0", legacyVersion: "1.9.0" },
    evaluatedAt: startedAt,
    startedAt,
    finishedAt: new Date().toISOString(),
    ...judgeRun({ expected: items, runbook: fixtureRunbook(), checks, runErrors }),
    checks,
    timeline: null,
    incident: null,
  };
}
