import { join } from "node:path";
import { assemble } from "../../assembly";
import type { Environment } from "../../environment/schema";
import { createEvidenceStore } from "../../reporting/evidence-store";
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
  readonly redactor: Redactor;
  readonly place: Place;
  readonly signal: AbortSignal;
}): Session {
  const { environment } = given.place;
  return {
    environmentName: environment.name,
    runId: given.runId,
    permits: environment.permits,
    canaryVersion: environment.release.canaryVersion,
    signal: given.signal,
    evidence: createEvidenceStore(given.runFolder, given.redactor),
    systemsFor: (context) => assemble(environment, context),
  };
}

/** Twice the longest deadline of a client of the transport (30 s), for a step that asks two systems in turn. */
const ASKING_MS = 60_000;

/** How long a step may take, in ms: longer than all that it may wait for, so that a client's own deadline comes first. */
export function longestStepMs({ commands }: Environment): number {
  const { unitTests, integrationTests, appStart, migrations } = commands;
  const commandsMs = [
    unitTests?.timeoutMs,
    integrationTests?.timeoutMs,
    appStart?.timeoutMs,
    3 * (migrations?.timeoutMs ?? 0),
  ];
  return ASKING_MS + Math.max(...commandsMs.map((timeoutMs) => timeoutMs ?? 0));
}
