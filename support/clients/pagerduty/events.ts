import { z } from "zod";
import { InconclusiveError } from "../../errors";
import type { HttpTransport } from "../transport/http-transport";
import { parsedJson } from "../transport/json-text";

/** What the Events API answered to one event. */
export type EventAnswer =
  | { readonly kind: "accepted" }
  | { readonly kind: "rate-limited" }
  | { readonly kind: "refused"; readonly why: string };

/** One event: a key for all that is sent about the same alert, which makes sending it again safe. */
export interface AlertEvent {
  readonly action: "trigger" | "resolve";
  readonly dedupKey: string;
  /** Needed to trigger: what the alert says. */
  readonly payload?: {
    readonly summary: string;
    readonly source: string;
    readonly severity: "info" | "warning" | "error" | "critical";
    readonly custom_details: Readonly<Record<string, string>>;
  };
}

const refusal = z.object({ message: z.string(), errors: z.array(z.string()).optional() });

/**
 * Sends one event; the routing key travels in the body alone. Accepted means queued, not opened.
 * Source: PagerDuty, Events API v2, "Send an alert event".
 * @throws InconclusiveError where the Events API does not answer, or not as itself.
 */
export async function sendEvent(
  transport: HttpTransport,
  routingKey: string,
  { action, dedupKey, payload }: AlertEvent,
): Promise<EventAnswer> {
  const exchange = await transport.ask(
    {
      operation: `${action} the test alert`,
      method: "POST",
      path: "/v2/enqueue",
      json: { routing_key: routingKey, event_action: action, dedup_key: dedupKey, ...(payload && { payload }) },
      isRepeatable: true,
    },
    [202, 400, 429],
  );
  switch (exchange.status) {
    case 202:
      return { kind: "accepted" };
    case 429:
      return { kind: "rate-limited" };
    default:
      return { kind: "refused", why: refusalWords(exchange.body).replaceAll(routingKey, "[routing key]") };
  }
}

function refusalWords(body: string): string {
  const answer = refusal.safeParse(parsedJson(body));
  return answer.success ? [answer.data.message, ...(answer.data.errors ?? [])].join("; ") : "HTTP 400 without a reason";
}

/** That an event was not taken for want of capacity, as an error for the undo. */
export function notResolved(dedupKey: string, answer: Exclude<EventAnswer, { kind: "accepted" }>, where: string) {
  return new InconclusiveError("provider-warning", [
    {
      what: `The test alert ${dedupKey} could not be resolved: ${answer.kind === "refused" ? answer.why : "rate-limited (HTTP 429)"}.`,
      where,
      why: "PagerDuty did not take the resolve event.",
      fix: "Resolve the incident with this key in PagerDuty by hand.",
    },
  ]);
}
