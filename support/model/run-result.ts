import type { CheckResult } from "./check-result";
import type { IncidentWatch } from "./incident-watch";
import type { Verdict } from "./outcome";
import type { Phase } from "./runbook";
import type { Timeline } from "./timeline";

/** What is being released, as the environment file says it. */
export interface Release {
  readonly id: string;
  readonly service: string;
  readonly canaryVersion: string;
  readonly legacyVersion: string;
}

/** How many checks ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly notRun: number;
}

/** One run of one phase: the single model that verdict.json, Allure, JUnit and the terminal are written from. */
export interface RunResult {
  readonly runId: string;
  readonly environment: string;
  /** Whether the environment is the embedded one: never production evidence. */
  readonly rehearsal: boolean;
  /** Systems that were local contract servers and not the real ones: "Slack", "PagerDuty" … */
  readonly standIns: readonly string[];
  readonly phase: Phase;
  readonly release: Release;
  /** The time that is judged (`--at`), ISO 8601 in UTC. */
  readonly evaluatedAt: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** Why the verdict is what it is, most serious first. */
  readonly reasons: readonly string[];
  readonly checks: readonly CheckResult[];
  /** What happened when in an incident, of what the checks know; null: no check knows of one. */
  readonly timeline: Timeline | null;
  /** Whether the run saw an incident, and looked into it by itself; null: its phase does not watch for one. */
  readonly incident: IncidentWatch | null;
}
