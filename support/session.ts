import type { Systems } from "./assembly";
import type { CheckContext } from "./model/check-context";
import type { Evidence, EvidenceItem } from "./model/evidence";
import type { AskedLimit, LimitOverrides } from "./model/limits";
import type { ProportionRule } from "./model/proportion-rule";
import type { Phase } from "./model/runbook";
import type { CanaryTimes } from "./model/schedule";
import type { Language } from "./reporting/messages";

/** Where the checks' evidence is written. */
export interface EvidenceStore {
  sinkFor(checkId: string): { keep(item: EvidenceItem): Promise<Evidence> };
}

/** What the checks of one run share; made by the command before the runner starts. */
export interface Session {
  readonly environmentName: string;
  readonly runId: string;
  /** Changes that the environment permits, by name. */
  readonly permits: readonly string[];
  /** The version that the release's canary must have. */
  readonly canaryVersion: string;
  /** The phase that is run. */
  readonly phase: Phase;
  /** The time that is judged, ISO 8601 in UTC. */
  readonly evaluatedAt: string;
  /** When the canary was rolled out, and when it is looked at; null: the environment does not say. */
  readonly canary: CanaryTimes | null;
  /** Language of what is drawn for the reports. */
  readonly language: Language;
  /** How shares of requests are held against their limits. */
  readonly proportions: Omit<ProportionRule, "looks">;
  /** Limits to judge by instead of the features', in a replay. */
  readonly limits?: LimitOverrides;
  /** SHA-256 of the run's inputs.json, which every check's readings name. */
  readonly inputsDigest?: string;
  /** Aborts everything that is under way. */
  readonly signal: AbortSignal;
  readonly evidence: EvidenceStore;
  systemsFor(context: CheckContext): Systems;
  /** Told of every limit that a step asks for. */
  onLimitAsked?(asked: AskedLimit): void;
  /** In a replay: whether the recorded check was found interrupted at this one of its conclusions, from 1. */
  wasInterruptedAt?(checkId: string, conclusion: number): boolean;
}

let current: Session | undefined;

/** Sets the session that the Worlds of the next run use; undefined forgets it. */
export function useSession(session: Session | undefined): void {
  current = session;
}

/** The session of this run; undefined where the features were started without a command (an IDE). */
export function currentSession(): Session | undefined {
  return current;
}
