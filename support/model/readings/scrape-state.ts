/** One scrape target that the environment expects. */
export interface ExpectedTarget {
  readonly job: string;
  readonly instance: string;
}

/** One scrape target as Prometheus has it. */
export interface ScrapeTarget {
  readonly job: string;
  readonly instance: string;
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
  /** ISO 8601; null: never scraped. */
  readonly lastScrape: string | null;
  readonly scrapeIntervalSeconds: number;
}

/** One alert rule, as Prometheus evaluates it. */
export interface AlertRule {
  readonly group: string;
  readonly name: string;
  readonly health: "ok" | "err" | "unknown";
  readonly lastError: string;
  readonly lastEvaluation: string | null;
  readonly intervalSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The strongest state of its alerts; left out: not read. */
  readonly state?: AlertState;
  /** Its alerts that are pending or firing; left out: not read. */
  readonly alerts?: readonly ActiveAlert[];
}

/** What an alert rule says; "unknown": it does not say, or in a word that we do not know. */
export type AlertState = "inactive" | "pending" | "firing" | "unknown";

/** One alert of a rule that is pending or firing, since when (ISO 8601; null: not said), with all of its labels. */
export interface ActiveAlert {
  readonly state: AlertState;
  readonly activeAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** An active silence and the canary alerts that it hides. */
export interface HidingSilence {
  readonly id: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly endsAt: string;
  readonly matchers: string;
  readonly hides: readonly string[];
}

/** The monitoring as it stands. */
export interface ScrapeState {
  readonly where: string;
  /** Prometheus's own time of the answer, ISO 8601. */
  readonly askedAt: string;
  readonly expected: readonly ExpectedTarget[];
  readonly targets: readonly ScrapeTarget[];
  /** Names of alert rules that the environment expects. */
  readonly expectedRules: readonly string[];
  readonly rules: readonly AlertRule[];
  /** URLs of the Alertmanagers that Prometheus sends to. */
  readonly attachedAlertmanagers: readonly string[];
  /** Host and port of the Alertmanager that the environment names. */
  readonly expectedAlertmanager: string;
  readonly silences: readonly HidingSilence[];
}
