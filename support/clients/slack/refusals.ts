import { InconclusiveError } from "../../errors";
import type { Refused, Unanswered } from "./web-api";

/** The words that speak of the token and not of what was asked. */
const TOKEN_WORDS: readonly string[] = [
  "token_revoked",
  "token_expired",
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "missing_scope",
  "no_permission",
  "not_allowed_token_type",
  "org_login_required",
  "ekm_access_denied",
  "access_denied",
  "enterprise_is_restricted",
  "team_access_not_granted",
];

/** The words that say "not now": Slack could not do it, whatever was asked. */
const BUSY_WORDS: readonly string[] = [
  "ratelimited",
  "rate_limited",
  "message_limit_exceeded",
  "fatal_error",
  "internal_error",
  "service_unavailable",
  "request_timeout",
];

/** What a refusal means where the token or Slack's own state is the reason; null where what was asked is. */
export function refusalAsError({ word, needed }: Refused, method: string, where: string): InconclusiveError | null {
  if (TOKEN_WORDS.includes(word)) {
    const scope = needed === null ? "" : ` It needs the scope ${needed}.`;
    return new InconclusiveError("unauthorised", [
      {
        what: `Slack refused ${method}: ${word}.${scope}`,
        where,
        why: "The token is wrong, was revoked, or lacks a permission; nothing can be said about the channel.",
        fix: "Give a valid bot token with chat:write and channels:history in the variable that slack.tokenFrom names.",
      },
    ]);
  }
  if (BUSY_WORDS.includes(word)) {
    return new InconclusiveError("provider-warning", [
      {
        what: `Slack could not do ${method} now: ${word}.`,
        where,
        why: "Slack limits how often a method may be called, or is in trouble itself.",
        fix: "Wait a minute, look at https://slack-status.com, then run the check again.",
      },
    ]);
  }
  return null;
}

/** Why the positive control did not succeed. */
export function refusedToken(answer: Refused | Unanswered, method: string, where: string): InconclusiveError {
  if (answer.kind === "no-answer") {
    return new InconclusiveError(answer.cause, [
      {
        what: `Slack did not answer ${method}: ${answer.why}.`,
        where,
        why: "Slack cannot be reached from here, or something between answers in its place.",
        fix: "Check slack.connection, the proxy and the network, then run the check again.",
      },
    ]);
  }
  const otherWord = new InconclusiveError("unauthorised", [
    {
      what: `Slack refused ${method}: ${answer.word}.`,
      where,
      why: "Slack does not accept who asks.",
      fix: "Look the word up at https://docs.slack.dev/reference/methods/auth.test, then run the check again.",
    },
  ]);
  return refusalAsError(answer, method, where) ?? otherWord;
}
