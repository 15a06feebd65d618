import { z } from "zod";
import { json, type StandInAnswer, type StandInRequest } from "../http-server";
import { mediaTypeOf, parseJson } from "../outside-data";

const eventTime = z.iso.datetime({ offset: true, local: true });
const links = z.array(z.object({ href: z.string(), text: z.string().optional() })).optional();
const images = z
  .array(z.object({ src: z.string(), href: z.string().optional(), alt: z.string().optional() }))
  .optional();

const payload = z.object({
  summary: z.string().min(1).max(1024),
  source: z.string().min(1),
  severity: z.enum(["critical", "error", "warning", "info"]),
  timestamp: eventTime.optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z.unknown().optional(),
});

const routingKey = z.string().length(32);
const dedupKey = z.string().min(1).max(255);

const alertEvent = z.discriminatedUnion("event_action", [
  z.object({
    event_action: z.literal("trigger"),
    routing_key: routingKey,
    dedup_key: dedupKey.optional(),
    payload,
    client: z.string().optional(),
    client_url: z.string().optional(),
    links,
    images,
  }),
  z.object({ event_action: z.literal("acknowledge"), routing_key: routingKey, dedup_key: dedupKey }),
  z.object({ event_action: z.literal("resolve"), routing_key: routingKey, dedup_key: dedupKey }),
]);

const changeEvent = z.object({
  routing_key: routingKey,
  payload: z.object({
    summary: z.string().min(1).max(1024),
    source: z.string().optional(),
    timestamp: eventTime.optional(),
    custom_details: z.unknown().optional(),
  }),
  links,
});

/** An event for `/v2/enqueue`. */
export type AlertEvent = z.infer<typeof alertEvent>;

/** An event that opens an incident. */
export type TriggerEvent = Extract<AlertEvent, { event_action: "trigger" }>;

/** An event for `/v2/change/enqueue`, which notifies nobody. */
export type ChangeEvent = z.infer<typeof changeEvent>;

/** Either an accepted event or PagerDuty's refusal of it. */
export type Read<Event> = { readonly event: Event } | { readonly refusal: StandInAnswer };

const EVENT_LIMIT_BYTES = 512 * 1024;

/** Reads an alert event and checks it as the Events API v2 does. */
export function readAlertEvent(request: StandInRequest, key: string): Read<AlertEvent> {
  return read(request, key, alertEvent);
}

/** Reads a change event and checks it as the Events API v2 does. */
export function readChangeEvent(request: StandInRequest, key: string): Read<ChangeEvent> {
  return read(request, key, changeEvent);
}

function read<Event extends { routing_key: string }>(
  request: StandInRequest,
  key: string,
  schema: z.ZodType<Event>,
): Read<Event> {
  if (mediaTypeOf(request) !== "application/json") return refuse(["Content-Type must be application/json"]);
  if (Buffer.byteLength(request.body) > EVENT_LIMIT_BYTES)
    return { refusal: json(413, { status: "invalid event", message: "Event is too large", errors: [] }) };
  const parsed = parseJson(request.body);
  if (!parsed.ok) return refuse([`JSON parse error: ${parsed.reason}`]);
  const checked = schema.safeParse(parsed.value);
  if (!checked.success) return refuse(checked.error.issues.map(sentence));
  if (checked.data.routing_key !== key) return refuse(["Invalid routing key"]);
  return { event: checked.data };
}

function refuse(errors: readonly string[]): { refusal: StandInAnswer } {
  return { refusal: json(400, { status: "invalid event", message: "Event object is invalid", errors }) };
}

function sentence(issue: z.core.$ZodIssue): string {
  const field = `'${issue.path.join(".")}'`;
  if (field === "'routing_key'" && issue.code !== "invalid_type")
    return "Length of 'routing_key' is incorrect (should be 32 characters)";
  if (issue.code === "too_big") return `${field} is too long`;
  return issue.code === "invalid_type" || issue.code === "too_small"
    ? `${field} is missing or blank`
    : `${field} is invalid`;
}
