import { z } from "zod";
import type { HttpTransport } from "../transport/http-transport";

const incident = z.object({
  id: z.string(),
  html_url: z.string(),
  status: z.string(),
  service: z.object({ id: z.string() }),
});

/** An incident as far as a check needs it; `service` is the service's id. */
export interface Incident {
  readonly id: string;
  readonly url: string;
  readonly service: string;
  readonly status: string;
}

const VERSION = { accept: "application/vnd.pagerduty+json;version=2" };

/**
 * The incident that has an alert with this key, whatever its service and status; null: there is none.
 * Source: PagerDuty REST API v2, "List incidents".
 */
export async function findIncident(
  transport: HttpTransport,
  dedupKey: string,
  sinceMs: number,
  signal?: AbortSignal,
): Promise<Incident | null> {
  const { incidents } = await transport.askJson(
    {
      operation: "incidents of the test alert",
      method: "GET",
      path: "/incidents",
      query: {
        incident_key: dedupKey,
        since: new Date(sinceMs).toISOString(),
        "statuses[]": ["triggered", "acknowledged", "resolved"],
        limit: 100,
      },
      headers: VERSION,
      ...(signal && { signal }),
    },
    z.object({ incidents: z.array(incident) }),
  );
  const [first] = incidents;
  return first === undefined ? null : described(first);
}

/** The incident as it stands now. Source: PagerDuty REST API v2, "Get an incident". */
export async function readIncident(transport: HttpTransport, id: string, signal: AbortSignal): Promise<Incident> {
  const answer = await transport.askJson(
    {
      operation: "the test alert's incident",
      method: "GET",
      path: `/incidents/${encodeURIComponent(id)}`,
      headers: VERSION,
      signal,
    },
    z.object({ incident }),
  );
  return described(answer.incident);
}

/** Asks for a service: proves the token, and that the service is there. */
export async function proveService(transport: HttpTransport, id: string): Promise<void> {
  await transport.askJson(
    { operation: "the expected service", method: "GET", path: `/services/${encodeURIComponent(id)}`, headers: VERSION },
    z.object({ service: z.object({ id: z.literal(id) }) }),
  );
}

function described({ id, html_url, status, service }: z.infer<typeof incident>): Incident {
  return { id, url: html_url, service: service.id, status };
}
