import { json, type StandInAnswer } from "../http-server";
import type { Incident, IncidentStatus } from "./incidents";

/** The service on which the rehearsal's incidents open. */
export const SERVICE = { id: "P0PHASE4", name: "Phase 4 preflight", integrationId: "P0EVENTSV2" } as const;

const STATUSES: readonly string[] = ["triggered", "acknowledged", "resolved"] satisfies IncidentStatus[];
const DEFAULT_SPAN_MS = 31 * 24 * 3600 * 1000;
const GREATEST_SPAN_MS = 186 * 24 * 3600 * 1000;

/** PagerDuty's answer to bad parameters. */
export function invalidInput(errors: readonly string[]): StandInAnswer {
  return json(400, { error: { message: "Invalid Input Provided", code: 2001, errors } });
}

/** PagerDuty's answer to what does not exist. */
export function notFound(): StandInAnswer {
  return json(404, { error: { message: "Not Found", code: 2100 } });
}

/** `GET /incidents`: filtered by the query, oldest first, in pages. */
export function listIncidents(all: readonly Incident[], query: URLSearchParams, siteUrl: string): StandInAnswer {
  const limit = wholeNumber(query, "limit", 25);
  const offset = wholeNumber(query, "offset", 0);
  const span = readSpan(query);
  const statuses = query.getAll("statuses[]");
  const errors = [
    ...(limit === undefined || limit < 1 || limit > 100 ? ["Limit must be between 1 and 100."] : []),
    ...(offset === undefined || offset > 10_000 ? ["Offset must be between 0 and 10000."] : []),
    ...(span === undefined ? ["Since and until must be ISO 8601 times at most 6 months apart."] : []),
    ...statuses.filter((status) => !STATUSES.includes(status)).map((status) => `Status ${status} is invalid.`),
  ];
  if (errors.length > 0 || limit === undefined || offset === undefined || span === undefined)
    return invalidInput(errors);
  const services = query.getAll("service_ids[]");
  const key = query.get("incident_key");
  const found = all.filter(
    (incident) =>
      (key === null || incident.dedupKey === key) &&
      (services.length === 0 || services.includes(SERVICE.id)) &&
      (statuses.length === 0 || statuses.includes(incident.status)) &&
      Date.parse(incident.createdAt) >= Math.floor(span.since / 1000) * 1000 &&
      Date.parse(incident.createdAt) <= span.until,
  );
  const incidents = found.slice(offset, offset + limit).map((incident) => describeIncident(incident, siteUrl));
  const total = query.get("total") === "true" ? found.length : null;
  return json(200, { incidents, limit, offset, total, more: found.length > offset + limit });
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number | undefined {
  const given = query.get(name);
  if (given === null) return otherwise;
  return /^\d{1,9}$/.test(given) ? Number(given) : undefined;
}

function readSpan(query: URLSearchParams): { since: number; until: number } | undefined {
  if (query.get("date_range") === "all") return { since: 0, until: Infinity };
  const until = query.has("until") ? Date.parse(query.get("until") ?? "") : Date.now() + 1000;
  const since = query.has("since") ? Date.parse(query.get("since") ?? "") : until - DEFAULT_SPAN_MS;
  return until >= since && until - since <= GREATEST_SPAN_MS ? { since, until } : undefined;
}

/** An incident as the REST API returns it. */
export function describeIncident(incident: Incident, siteUrl: string): Record<string, unknown> {
  const isResolved = incident.status === "resolved";
  return {
    id: incident.id,
    type: "incident",
    summary: `[#${incident.number}] ${incident.event.payload.summary}`,
    self: `${siteUrl}/incidents/${incident.id}`,
    html_url: `${siteUrl}/web/incidents/${incident.id}`,
    incident_number: incident.number,
    title: incident.event.payload.summary,
    description: incident.event.payload.summary,
    created_at: incident.createdAt,
    updated_at: incident.updatedAt,
    last_status_change_at: incident.updatedAt,
    resolved_at: isResolved ? incident.updatedAt : null,
    status: incident.status,
    incident_key: incident.dedupKey,
    service: serviceReference(siteUrl),
    urgency: "low",
    assignments: [],
    acknowledgements: [],
    alert_counts: { all: 1, triggered: isResolved ? 0 : 1, resolved: isResolved ? 1 : 0 },
  };
}

/** `GET /incidents/:id/alerts`. */
export function describeAlerts(incident: Incident, siteUrl: string): Record<string, unknown> {
  const { payload } = incident.event;
  const alert = {
    id: incident.alertId,
    type: "alert",
    summary: payload.summary,
    self: `${siteUrl}/incidents/${incident.id}/alerts/${incident.alertId}`,
    html_url: `${siteUrl}/web/incidents/${incident.id}`,
    created_at: incident.createdAt,
    status: incident.status === "resolved" ? "resolved" : "triggered",
    alert_key: incident.dedupKey,
    severity: payload.severity,
    suppressed: false,
    service: serviceReference(siteUrl),
    incident: { id: incident.id, type: "incident_reference", self: `${siteUrl}/incidents/${incident.id}` },
    body: {
      type: "alert_body",
      details: payload.custom_details ?? {},
      contexts: [],
      cef_details: { ...payload, client: incident.event.client },
    },
  };
  return { alerts: [alert], limit: 25, offset: 0, more: false, total: null };
}

/** `GET /services/:id`: a low-urgency test service, so that nobody is paged. */
export function describeService(siteUrl: string, hasOpenIncident: boolean): Record<string, unknown> {
  return {
    service: {
      ...serviceReference(siteUrl),
      type: "service",
      name: SERVICE.name,
      description: "Receives the rehearsal's test alerts.",
      status: hasOpenIncident ? "warning" : "active",
      alert_creation: "create_alerts_and_incidents",
      incident_urgency_rule: { type: "constant", urgency: "low" },
      integrations: [
        { id: SERVICE.integrationId, type: "events_api_v2_inbound_integration_reference", summary: "Events API v2" },
      ],
    },
  };
}

function serviceReference(siteUrl: string): Record<string, string> {
  const self = `${siteUrl}/services/${SERVICE.id}`;
  return {
    id: SERVICE.id,
    type: "service_reference",
    summary: SERVICE.name,
    self,
    html_url: `${siteUrl}/web/services/${SERVICE.id}`,
  };
}
