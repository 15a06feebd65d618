import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Systems } from "../../support/assembly";
import { InconclusiveError } from "../../support/errors";
import { versionsOf } from "../../support/cli/phase/versions";
import type { CheckContext } from "../../support/model/check-context";
import type { RunbookItem } from "../../support/model/runbook";
import { createEvidenceStore } from "../../support/reporting/evidence-store";
import { createRedactor } from "../../support/reporting/redact";
import { writeVerdictFile } from "../../support/reporting/verdict-file";
import { featureDigests, type FileDigest } from "../../support/replay/feature-digests";
import { writeInputs } from "../../support/replay/inputs";
import { judgedRun, type RunHead } from "../../support/replay/judged-run";
import { writeRunEvents } from "../../support/replay/run-events";
import { checkResults } from "../../support/runner/check-results";
import { runChecks, type RunChecksOptions } from "../../support/runner/run-checks";
import { useSession, type Session } from "../../support/session";

/** A secret that the recorded systems may say. */
export const SECRET = "planted-secret-1";

/** What a run is recorded of. */
export interface Recording {
  readonly runFolder: string;
  readonly features: string;
  readonly supportPaths: readonly string[];
  readonly runbook: readonly RunbookItem[];
  readonly systems: (context: CheckContext) => Partial<Systems>;
  readonly permits?: readonly string[];
  /** The digests of the features that the record names; by default those of `features`. */
  readonly digests?: readonly FileDigest[];
  readonly options?: Partial<RunChecksOptions>;
}

const HEAD: RunHead = {
  runId: "20251021T140000Z-preflight-test",
  environment: "rehearsal",
  rehearsal: true,
  standIns: ["Slack"],
  phase: "preflight",
  release: { id: "r1", service: "phase4", canaryVersion: "2.0.0", legacyVersion: "1.9.4" },
  evaluatedAt: "2025-10-21T14:00:00.000Z",
  startedAt: "2025-10-21T14:00:01.000Z",
};

/** Runs features against systems that are plain objects, and leaves the run's folder as a command does. */
export async function recordRun(recording: Recording): Promise<void> {
  const { runFolder, features, supportPaths, runbook } = recording;
  mkdirSync(runFolder, { recursive: true });
  const redactor = createRedactor({ SECRET });
  const session: Session = {
    environmentName: HEAD.environment,
    runId: HEAD.runId,
    permits: recording.permits ?? [],
    canaryVersion: HEAD.release.canaryVersion,
    phase: HEAD.phase,
    evaluatedAt: HEAD.evaluatedAt,
    canary: null,
    language: "en",
    proportions: { method: "exact", confidence: 0.95, minimumRequests: 600 },
    signal: recording.options?.signal ?? new AbortController().signal,
    evidence: createEvidenceStore(runFolder, redactor),
    systemsFor: (context) => everySystem(recording.systems(context)),
  };
  const tags = `@phase:${HEAD.phase}`;
  const inputs = {
    versions: versionsOf(),
    run: HEAD,
    tags,
    session,
    features: recording.digests ?? featureDigests(features),
  } as const;
  useSession({ ...session, inputsDigest: writeInputs(runFolder, inputs, redactor) });
  const report = await runChecks({
    featurePaths: [features],
    supportPaths,
    tags,
    concurrency: 4,
    stepTimeoutMs: 10_000,
    ...recording.options,
  });
  useSession(undefined);
  writeRunEvents(runFolder, report, redactor);
  const runErrors = report.runErrors.map(({ message }) => message);
  const run = judgedRun({ head: HEAD, ran: checkResults(report), runErrors, runbook });
  await writeVerdictFile(runFolder, redactor.json(run));
}

/** The given systems; every other one is not named by the environment. */
function everySystem(given: Partial<Systems>): Systems {
  const notNamed = (name: string) => () => {
    const problem = { what: `There is no ${name}.`, where: "the test", why: "It is not named.", fix: "Name it." };
    throw new InconclusiveError("not-executed", [problem]);
  };
  const proxy = new Proxy(given, {
    get: (target, name): unknown =>
      typeof name === "symbol" ? undefined : ((Reflect.get(target, name) as unknown) ?? notNamed(name)),
  });
  return proxy as Systems; // every name that is not given throws, as one that the environment leaves out
}

/** The runbook's items of the given ids, all of the preflight. */
export function itemsOf(ids: readonly string[]): RunbookItem[] {
  return ids.map((id) => ({
    id,
    phase: "preflight",
    section: { en: "Technical", ko: "기술적 검증" },
    kind: "automated",
    title: { en: `Item ${id}`, ko: `항목 ${id}` },
  }));
}

/** The project's folder. */
export const PROJECT_FOLDER = path.join(__dirname, "..", "..");
