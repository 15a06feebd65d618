import { randomUUID } from "node:crypto";
import { json, type Route, type StandInAnswer, type StandInRequest } from "../http-server";
import { credentials } from "../outside-data";
import { readAlertEvent, readChangeEvent, type AlertEvent, type ChangeEvent } from "./events";
import { incidentPage } from "./incident-page";
import { Incidents, type Incident } from "./incidents";
import { describeAlerts, describeIncident, describeService, listIncidents, notFound, SERVICE } from "./rest";

/** The secrets of the rehearsal's PagerDuty. */
export interface PagerDutyOptions {
  /** The integration's key: 32 characters. */
  readonly routingKey: string;
  /** The REST API's read-only key. */
  readonly apiToken: string;
}

/** How long after the 202 an event takes effect; PagerDuty queues events too. */
const PROCESSING_MS = 50;

/** PagerDuty's state and its answers. */
export class Account {
  siteUrl = "";
  isDropping = false;
  isLimiting = false;
  readonly incidents = new Incidents();
  readonly changeEvents: ChangeEvent[] = [];

  constructor(private readonly options: PagerDutyOptions) {}

  eventRoutes(): Route[] {
    return [
      { method: "POST", path: "/v2/enqueue", operation: "enqueue", answer: (request) => this.#enqueue(request) },
      {
        method: "POST",
        path: "/v2/change/enqueue",
        operation: "change enqueue",
        answer: (request) => {
          const read = readChangeEvent(request, this.options.routingKey);
          if ("refusal" in read) return read.refusal;
          this.changeEvents.push(read.event);
          return json(202, { status: "success", message: "Change event processed" });
        },
      },
    ];
  }

  restRoutes(): Route[] {
    const isServiceOpen = () => this.incidents.all().some(({ status }) => status !== "resolved");
    return [
      this.#rest("/incidents", ({ query }) => listIncidents(this.incidents.all(), query, this.siteUrl)),
      this.#rest("/incidents/:id", (request) => {
        const incident = this.#incident(request);
        return incident === undefined ? notFound() : json(200, { incident: describeIncident(incident, this.siteUrl) });
      }),
      this.#rest("/incidents/:id/alerts", (request) => {
        const incident = this.#incident(request);
        return incident === undefined ? notFound() : json(200, describeAlerts(incident, this.siteUrl));
      }),
      this.#rest("/services/:id", ({ parameters }) =>
        parameters["id"] === SERVICE.id ? json(200, describeService(this.siteUrl, isServiceOpen())) : notFound(),
      ),
    ];
  }

  pageRoute(): Route {
    const answer = (request: StandInRequest) => incidentPage(this.#incident(request));
    return { method: "GET", path: "/web/incidents/:id", operation: "incident page", answer };
  }

  #incident({ parameters }: StandInRequest): Incident | undefined {
    return this.incidents.all().find(({ id }) => id === parameters["id"]);
  }

  #rest(path: string, answer: (request: StandInRequest) => StandInAnswer): Route {
    return {
      method: "GET",
      path,
      operation: `GET ${path}`,
      answer: (request) => this.#refusal(request) ?? answer(request),
    };
  }

  #refusal(request: StandInRequest): StandInAnswer | undefined {
    const token = /^token=(.+)$/.exec(credentials(request, "Token") ?? "")?.[1]?.replaceAll('"', "");
    if (token !== this.options.apiToken) return json(401, { error: { message: "Unauthorized", code: 2006 } });
    const accepted = (request.headers.accept ?? "*/*").replaceAll(" ", "");
    const isKnown = /\*\/\*|application\/json|application\/vnd\.pagerduty\+json(;version=2)?(,|$)/.test(accepted);
    return isKnown ? undefined : json(406, { error: { message: "Not Acceptable", code: 2012 } });
  }

  #enqueue(request: StandInRequest): StandInAnswer {
    if (this.isLimiting) {
      const message = "Requests for this service are arriving too quickly.  Please retry later.";
      return json(429, { status: "throttle exceeded", message });
    }
    const read = readAlertEvent(request, this.options.routingKey);
    if ("refusal" in read) return read.refusal;
    const dedupKey = read.event.dedup_key ?? randomUUID().replaceAll("-", "");
    if (!this.isDropping) setTimeout(() => this.#process(dedupKey, read.event), PROCESSING_MS).unref();
    return json(202, { status: "success", message: "Event processed", dedup_key: dedupKey });
  }

  #process(dedupKey: string, event: AlertEvent): void {
    switch (event.event_action) {
      case "trigger":
        return this.incidents.trigger(dedupKey, event);
      case "acknowledge":
        return this.incidents.settle(dedupKey, "acknowledged");
      case "resolve":
        return this.incidents.settle(dedupKey, "resolved");
    }
  }
}
