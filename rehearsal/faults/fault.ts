import type { RehearsalPlan } from "../plan";
import type { StandIns } from "../stand-ins";

/** What a fault turns a runbook item into; "passed or inconclusive" where both are right, and only a wrong way there is not. */
export type FaultOutcome = "failed" | "inconclusive" | "passed or inconclusive";

/** What of the running rehearsal a fault can reach. */
export interface RunningParts {
  readonly standIns: StandIns;
  readonly alertmanagerUrl: string;
  /** Sends one command to HAProxy's runtime API; its answer. */
  readonly balancerCommand: (command: string) => Promise<string>;
  /** Ends a part: "prometheus". */
  readonly stopPart: (name: string) => Promise<void>;
}

/** The copies of the service that checks work in: broken migrations must not fail the tests, which migrate, too. */
export type Checkout = "tests" | "migrations";

/** A named thing that can be broken in the rehearsal, to see the right check catch it. */
export interface Fault {
  /** The name that `--fault` takes. */
  readonly name: string;
  readonly sentence: string;
  /** Exactly the runbook items that it changes, by id. */
  readonly changes: Readonly<Record<string, FaultOutcome>>;
  /** What is built differently. */
  readonly plan?: Partial<RehearsalPlan>;
  /** Files laid over a copy of the service: a folder of phase4/faults. */
  readonly overlay?: { readonly on: Checkout; readonly files: string };
  /** A fault that the service itself can be started with (PHASE4_FAULTS), and which of its processes gets it. */
  readonly service?: { readonly where: "canary" | "legacy" | "started by the check"; readonly fault: string };
  /** What is done to the rehearsal when its parts are up. */
  readonly afterBoot?: (parts: RunningParts) => void | Promise<void>;
  /** What is done to it when Prometheus has scraped every part too. */
  readonly afterScrapes?: (parts: RunningParts) => void | Promise<void>;
}
