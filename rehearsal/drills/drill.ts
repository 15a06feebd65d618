import type { Track } from "../plan";

/** How a path of the service is to misbehave. */
export interface Trouble {
  /** From 0 to 1: so many of its requests are answered with 500, spread evenly. */
  readonly errorShare?: number;
  /** A way beyond errors: see phase4/app/faults_on_request.py. */
  readonly manner?: "needs-cache" | "says-without-doing" | "hangs-without-doing" | "hangs-having-done";
}

/** What of a running rehearsal a drill can reach. Every verb may be called again: twice is as once. */
export interface DrillParts {
  /** Puts a trouble on a path of one track ("*" stands for anything), in place of the one that it had. */
  putTrouble(track: Track, path: string, trouble: Trouble): Promise<void>;
  /** Takes the trouble off the path. */
  endTrouble(track: Track, path: string): Promise<void>;
  /** Redis is gone: nobody answers at its address, and its clients are cut off. Its data stay. */
  takeCacheAway(): Promise<void>;
  bringCacheBack(): Promise<void>;
  /** Slack refuses what Alertmanager posts: its webhook's address is none any more. */
  breakWebhook(): Promise<void>;
  mendWebhook(): Promise<void>;
  /** Somebody raises the alert of a high error rate by hand, whatever the error rate is. */
  raiseAlert(): Promise<void>;
  endAlert(): Promise<void>;
}

/** What `npm run incident` is to find. */
export interface DrillExpectation {
  /** A: fix and deploy again; B: roll back; none: neither. */
  readonly recommendation: "A" | "B" | "none";
  /** Whether the canary has no traffic any more at the end. */
  readonly isRolledBack: boolean;
  /** 0: there is no incident; 1: there is one. */
  readonly exitCodeOfIncident: 0 | 1;
  /** Runbook items that fail. */
  readonly itemsRed: readonly string[];
}

/** An incident, played in the rehearsal. */
export interface Drill {
  /** The name that `--drill` takes. */
  readonly name: string;
  readonly sentence: string;
  /** What a human answers to the decision, once a run that only reads has come to one; left out: nobody answers. */
  readonly answered?: "yes" | "no";
  readonly expected: DrillExpectation;
  inject(parts: DrillParts): Promise<void>;
  /** Takes away all that `inject` did, also where that came to half of it only. What a rollback changed stays changed. */
  remove(parts: DrillParts): Promise<void>;
}
