import type { CheckContext } from "../model/check-context";
import type { PageDelivery } from "../model/readings/messages";
import { notResolved, sendEvent, type AlertEvent, type EventAnswer } from "./pagerduty/events";
import { findIncident, proveService, readIncident, type Incident } from "./pagerduty/incidents";
import { placeOf } from "./place";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";
import { waitUntil } from "./waiting";

/** Where PagerDuty is: two services of it, and a service of the team's that pages nobody. */
export interface PagerDutyOptions {
  /** Events API v2: "https://events.pagerduty.com"; it wants no auth but the routing key. */
  readonly events: Connection;
  /** REST API v2: "https://api.pagerduty.com"; auth is the header `Authorization: Token token=…`, read-only is enough. */
  readonly api: Connection;
  /** The integration's key; it is never written anywhere. */
  readonly routingKey: string;
  /** Id of the service on which the incident is expected to open. */
  readonly serviceId: string;
}

/** PagerDuty in the runbook's words. */
export interface PagerDuty {
  /**
   * Sends one test alert, waits for its incident, resolves it and reads that it is resolved. The resolving is
   * declared as an undo before the alert is sent, so that it happens however the check ends.
   * @throws InconclusiveError where the Events API or the REST API does not answer, or refuses who asks.
   */
  sendTestAlert(): Promise<PageDelivery>;
}

const CLOCK_TOLERANCE_MS = 5 * 60_000;
const LONGEST_DEDUP_KEY = 255;
const UNDO_DEADLINE_MS = 10_000;

/** What became of the alert: "unlikely" is one that PagerDuty did not take, though a try before may have been. */
type AlertState = "sent" | "unlikely" | "over";

/** A client of PagerDuty's Events API v2 and REST API v2. Source: developer.pagerduty.com. */
export function createPagerDuty(options: PagerDutyOptions, context: CheckContext): PagerDuty {
  return new PagerDutyClient(options, context);
}

class PagerDutyClient implements PagerDuty {
  private readonly dedupKey: string;
  private readonly sinceMs = Date.now() - CLOCK_TOLERANCE_MS;

  constructor(
    private readonly options: PagerDutyOptions,
    private readonly context: CheckContext,
  ) {
    this.dedupKey = `canary-runbook-${context.runId}-${context.checkId}`.slice(0, LONGEST_DEDUP_KEY);
  }

  async sendTestAlert(): Promise<PageDelivery> {
    const { dedupKey, context } = this;
    const { api, serviceId } = this.options;
    const about = { where: placeOf(api, context.environment), expectedService: serviceId, dedupKey };
    await proveService(createHttpTransport(api, context), serviceId);
    const state = this.declareResolving();
    const sentAtMs = Date.now();
    const event = await this.send(testAlert(dedupKey, context), context);
    if (event.kind !== "accepted") {
      state.alert = event.kind === "refused" ? "over" : "unlikely";
      return { ...about, event, incident: null, openedAfterMs: null, waitedMs: 0, statusAfterResolve: null };
    }
    const incident = await this.awaitIncident();
    const waitedMs = Date.now() - sentAtMs;
    const statusAfterResolve = incident === null ? null : await this.resolve(incident);
    state.alert = statusAfterResolve === "resolved" ? "over" : "sent";
    return { ...about, event, incident, openedAfterMs: incident && waitedMs, waitedMs, statusAfterResolve };
  }

  /** Declares the resolving; what became of the alert is told through the result. */
  private declareResolving(): { alert: AlertState } {
    const state: { alert: AlertState } = { alert: "sent" };
    this.context.undo.declare("resolve the PagerDuty test alert", async () => {
      // The check's own signal may be aborted by now: an interrupted run must not leave an open incident.
      const own = { ...this.context, signal: AbortSignal.timeout(UNDO_DEADLINE_MS) };
      if (state.alert === "over" || (state.alert === "unlikely" && (await this.isAbsent(own)))) {
        return;
      }
      const answer = await this.send({ action: "resolve", dedupKey: this.dedupKey }, own);
      if (answer.kind !== "accepted") {
        throw notResolved(this.dedupKey, answer, placeOf(this.options.events, own.environment));
      }
    });
    return state;
  }

  private send(event: AlertEvent, context: CheckContext): Promise<EventAnswer> {
    return sendEvent(createHttpTransport(this.options.events, context), this.options.routingKey, event);
  }

  private async isAbsent(context: CheckContext): Promise<boolean> {
    const transport = createHttpTransport(this.options.api, context);
    return (await findIncident(transport, this.dedupKey, this.sinceMs)) === null;
  }

  /** Waits for the incident; null: none within the connection's deadline. */
  private async awaitIncident(): Promise<Incident | null> {
    const polled = await waitUntil(this.options.api, this.context, {
      awaited: "the test alert's incident",
      read: (transport, signal) => findIncident(transport, this.dedupKey, this.sinceMs, signal),
      isEnough: (found: Incident | null) => found !== null,
    });
    return polled.value;
  }

  /** Resolves the alert; gives the last status that its incident was seen in. */
  private async resolve({ id, status }: Incident): Promise<string> {
    const answer = await this.send({ action: "resolve", dedupKey: this.dedupKey }, this.context);
    if (answer.kind !== "accepted") {
      return status;
    }
    const polled = await waitUntil(this.options.api, this.context, {
      awaited: "the test alert's incident to be resolved",
      read: (transport, signal) => readIncident(transport, id, signal),
      isEnough: (one) => one.status === "resolved",
    });
    return polled.value.status;
  }
}

function testAlert(dedupKey: string, { environment, runId, checkId }: CheckContext): AlertEvent {
  return {
    action: "trigger",
    dedupKey,
    payload: {
      summary: `Test alert of the canary preflight (${environment}, ${checkId}): resolved by itself, nothing to do`,
      source: `canary-runbook ${environment}`,
      severity: "info",
      custom_details: { run_id: runId, check: checkId, dedup_key: dedupKey },
    },
  };
}
