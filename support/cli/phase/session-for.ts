import { join } from "node:path";
import { assemble } from "../../assembly";
import type { Environment } from "../../environment/schema";
import { createEvidenceStore } from "../../reporting/evidence-store";
import type { IncidentRun } from "../../model/incident-run";
import type { Phase } from "../../model/runbook";
import { checkpointsOf, type CanaryTimes } from "../../model/schedule";
import type { Language } from "../../reporting/messages";
import type { Redactor } from "../../reporting/redact";
import type { Session } from "../../session";
import { PROJECT, type Place } from "./place";

/** Folder of the features. */
export const FEATURES = join(PROJECT, "features");

/** The World, the hooks, the parameter types and the steps. */
export const SUPPORT_CODE = [
  "support/world.ts",
  "support/hooks.ts",
  "support/parameter-types.ts",
  "steps/**/*.steps.ts",
].map((path) => join(PROJECT, path));

/** What the checks of a run share. */
export function sessionFor(given: {
  readonly runId: string;
  readonly runFolder: string;
  readonly phase: Phase;
  /** The time that is judged, ISO 8601 in UTC. */
  readonly evaluatedAt: string;
  readonly redactor: Redactor;
  readonly place: Place;
  readonly signal: AbortSignal;
  readonly language: Language;
  readonly incident: Omit<IncidentRun, "known">;
}): Session {
  const { environment } = given.place;
  const { evaluatedAt, language } = given;
  const canary = canaryTimesOf(environment);
  // Runs stand in <environment>/runs/<run id>.
  const journalFolder = join(given.runFolder, "..", "..");
  const incident: IncidentRun = { ...given.incident, known: new Map() };
  return {
    environmentName: environment.name,
    runId: given.runId,
    permits: environment.permits,
    canaryVersion: environment.release.canaryVersion,
    phase: given.phase,
    evaluatedAt,
    canary,
    language,
    proportions: environment.judgement,
    signal: given.signal,
    evidence: createEvidenceStore(given.runFolder, given.redactor),
    systemsFor: (context) => assemble(environment, context, { evaluatedAt, canary, language, journalFolder, incident }),
  };
}

/** When the environment's canary was rolled out, and when it is looked at; null: it does not say. */
export function canaryTimesOf({ release: { rolledOutAt }, schedule }: Environment): CanaryTimes | null {
  return rolledOutAt === undefined ? null : { rolledOutAt, checkpoints: checkpointsOf(schedule, rolledOutAt) };
}

/** Twice the longest deadline of a client of the transport (30 s), for a step that asks two systems in turn. */
const ASKING_MS = 60_000;

/** How long a step may take, in ms: longer than all that it may wait for, so that a client's own deadline comes first. */
export function longestStepMs({ commands, incident }: Environment): number {
  const { unitTests, integrationTests, appStart, migrations } = commands;
  const commandsMs = [
    unitTests?.timeoutMs,
    integrationTests?.timeoutMs,
    appStart?.timeoutMs,
    3 * (migrations?.timeoutMs ?? 0),
    incident && 1_000 * incident.alert.withinSeconds,
    // Whether the canary is out, and then whether errors are under the limit.
    incident && incident.rollback.timeoutMs + 2 * incident.rollback.verifyMs,
  ];
  return ASKING_MS + Math.max(...commandsMs.map((timeoutMs) => timeoutMs ?? 0));
}
