import { z } from "zod";
import type { Connection } from "../connection";
import type { SchemaContext } from "./context";
import { secretFrom, text, textOfForm } from "./fields";
import { tokenConnectionSchema } from "./transport";

/** The Slack channel that gets the test message; the connection given out carries the token. */
export function slackSchema(context: SchemaContext) {
  return z
    .strictObject({
      connection: tokenConnectionSchema(context, "Slack", "https://slack.com/api"),
      tokenFrom: secretFrom(context, "Bot token (scopes chat:write and channels:history)"),
      channelId: textOfForm(/^[A-Z0-9]+$/, 'Id of the channel, "C0123456789": a name does not work for reading back.'),
      channelName: text('Name of the channel, for people: "#phase4-preflight".'),
    })
    .describe("The Slack channel that gets the test message.")
    .transform(({ connection, tokenFrom, ...channel }) => ({
      connection: { ...connection, auth: { kind: "bearer", token: tokenFrom } } satisfies Connection,
      ...channel,
    }));
}

/** The PagerDuty service that gets the test alert; the API connection given out carries the token. */
export function pagerdutySchema(context: SchemaContext) {
  return z
    .strictObject({
      events: tokenConnectionSchema(context, "PagerDuty Events", "https://events.pagerduty.com"),
      api: tokenConnectionSchema(context, "PagerDuty", "https://api.pagerduty.com"),
      routingKeyFrom: secretFrom(context, "Routing key of the service's Events API v2 integration"),
      tokenFrom: secretFrom(context, "API token; read-only is enough"),
      serviceId: text("Id of the service on which the incident must open; best one that wakes nobody."),
    })
    .describe("The PagerDuty service that gets the test alert.")
    .transform(({ events, api, routingKeyFrom, tokenFrom, serviceId }) => ({
      events,
      api: { ...api, auth: tokenHeader(tokenFrom) } satisfies Connection,
      routingKey: routingKeyFrom,
      serviceId,
    }));
}

function tokenHeader(value: string) {
  return { kind: "header", name: "Authorization", prefix: "Token token=", value } as const;
}
