import type { Systems } from "./assembly";
import type { CheckContext } from "./model/check-context";
import type { Evidence, EvidenceItem } from "./model/evidence";

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
  /** Aborts everything that is under way. */
  readonly signal: AbortSignal;
  readonly evidence: EvidenceStore;
  systemsFor(context: CheckContext): Systems;
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
