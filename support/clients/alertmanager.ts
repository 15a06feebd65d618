import { z } from "zod";
import { InconclusiveError } from "../errors";
import type { CheckContext } from "../model/check-context";
import type { AlertArrival } from "../model/readings/incident";
import type { HidingSilence } from "../model/readings/scrape-state";
import { alert, filtersFor, notificationOf } from "./alertmanager/alerts";
import { matchersText, mayHide, silence, type KnownLabels } from "./alertmanager/silence";
import { placeOf } from "./place";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";

/** Where Alertmanager is, and what is known of the canary's alerts beside their rules' own labels. */
export interface AlertmanagerOptions {
  readonly connection: Connection;
  /** Labels that each of the canary's alerts carries, from its query or from outside: `{ track: "canary" }`. */
  readonly alertLabels: KnownLabels;
}

/** An alert that must not be hidden: the name of its rule and the labels that the rule gives it. */
export interface WatchedAlert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Alertmanager in the runbook's words; each verb throws InconclusiveError where it cannot be found out. */
export interface Alertmanager {
  /** Its version and the state of its cluster: "ready", or "disabled" where it stands alone. */
  readStatus(): Promise<{ readonly version: string; readonly cluster: string }>;
  /** The active silences that hide at least one of the alerts, each with the names of those that it hides. */
  readHidingSilences(alerts: readonly WatchedAlert[]): Promise<readonly HidingSilence[]>;
  /** Since when an alert of this name about the canary is known and not resolved; null: there is none now. */
  readNotification(alertName: string): Promise<AlertArrival["notified"]>;
}

const statusAnswer = z.object({
  cluster: z.object({ status: z.string() }),
  versionInfo: z.object({ version: z.string() }),
});

/** A client of one Alertmanager. Source: Alertmanager API v2. */
export function createAlertmanager(options: AlertmanagerOptions, context: CheckContext): Alertmanager {
  const transport = createHttpTransport(options.connection, context);

  async function readStatus() {
    const ask = { operation: "status", method: "GET", path: "/api/v2/status", isEvidence: false } as const;
    const { cluster, versionInfo } = await transport.askJson(ask, statusAnswer);
    if (cluster.status === "settling") {
      throw notSettled(placeOf(options.connection, context.environment));
    }
    return { version: versionInfo.version, cluster: cluster.status };
  }

  async function readHidingSilences(alerts: readonly WatchedAlert[]) {
    await readStatus();
    const ask = { operation: "silences", method: "GET", path: "/api/v2/silences" } as const;
    const silences = await transport.askJson(ask, z.array(silence));
    return silences
      .filter(({ status }) => status.state === "active")
      .map((one) => ({
        id: one.id,
        createdBy: one.createdBy,
        comment: one.comment,
        endsAt: one.endsAt,
        matchers: matchersText(one.matchers),
        hides: alerts
          .filter((alert) => mayHide(one.matchers, knownLabels(alert, options.alertLabels)))
          .map(({ name }) => name),
      }))
      .filter(({ hides }) => hides.length > 0);
  }

  async function readNotification(alertName: string) {
    await readStatus();
    const query = { filter: filtersFor(alertName, options.alertLabels), active: true, silenced: true, inhibited: true };
    const ask = { operation: `alerts ${alertName}`, method: "GET", path: "/api/v2/alerts", query } as const;
    return notificationOf(await transport.askJson(ask, z.array(alert)));
  }

  return { readStatus, readHidingSilences, readNotification };
}

/** A label whose value is a template gets it when the alert fires: it is not known. */
function knownLabels({ name, labels }: WatchedAlert, alertLabels: KnownLabels): KnownLabels {
  const written = Object.entries(labels).filter(([, value]) => !value.includes("{{"));
  return { ...alertLabels, ...Object.fromEntries(written), alertname: name };
}

function notSettled(where: string): InconclusiveError {
  return new InconclusiveError("provider-warning", [
    {
      what: "Alertmanager is still settling with its cluster: it may not know all silences yet.",
      where,
      why: "It was started a moment ago, and its peers have not handed over their silences.",
      fix: "Run the check again in a minute; if it stays so, look at the peers of its cluster.",
    },
  ]);
}
