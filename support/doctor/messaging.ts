import { z } from "zod";
import { proveService } from "../clients/pagerduty/incidents";
import { callSlack } from "../clients/slack/web-api";
import { createHttpTransport } from "../clients/transport/create-http-transport";
import type { Environment } from "../environment/schema";
import { InconclusiveError } from "../errors";
import type { CheckContext } from "../model/check-context";
import { findingOf, problem, type Finding } from "./finding";

type Section<Name extends keyof Environment> = NonNullable<Environment[Name]>;

/** Slack's words for a token that is none (any more). */
const BAD_TOKEN = ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"];
const NEW_TOKEN = "put a valid bot token into the variable that slack.tokenFrom names";
const SCOPES = "give the bot the scopes chat:write and channels:history, and invite it into the channel";

/** Whether the bot may read the channel; nothing is posted. */
export function lookAtSlack(slack: Section<"slack">, context: CheckContext): Promise<Finding> {
  return findingOf("Slack", async () => {
    const transport = createHttpTransport(slack.connection, context);
    const answer = await callSlack(
      transport,
      { method: "conversations.history", form: { channel: slack.channelId, limit: "1" }, isRepeatable: true },
      z.looseObject({}),
    );
    if (answer.kind === "ok") return `the bot can read ${slack.channelName}`;
    if (answer.kind === "refused") {
      const fix = BAD_TOKEN.includes(answer.word) ? NEW_TOKEN : SCOPES;
      return problem("Slack", `it refused to read ${slack.channelName}: ${answer.word}`, fix);
    }
    return problem("Slack", `no answer: ${answer.why}`, "check slack.connection and the network");
  });
}

/** Whether the API token is valid, the service is there, and the Events API is reached; no alert is sent. */
export function lookAtPagerDuty(pagerduty: Section<"pagerduty">, context: CheckContext): Promise<Finding>[] {
  const { api, events, serviceId } = pagerduty;
  return [
    findingOf("PagerDuty", async () => {
      await proveService(createHttpTransport(api, context), serviceId);
      return `the token is valid, and the service ${serviceId} is there`;
    }),
    findingOf("PagerDuty Events", async () => {
      const ask = { operation: "its front page", method: "GET", path: "/" } as const;
      const reply = await createHttpTransport(events, context).tryAsk(ask);
      if (reply.kind === "no-answer") throw new InconclusiveError(reply.cause, [reply.problem]);
      return "is reached; only a test alert can prove the routing key";
    }),
  ];
}
