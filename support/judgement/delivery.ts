import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { MessageDelivery, PageDelivery } from "../model/readings/messages";
import { judged, measured, undecided } from "./judged";

/** Judges a test message: read back from the channel exactly once. What could not be read back is unknown. */
export function judgeMessage(delivery: MessageDelivery): Judgement {
  const { post, readBack, where, channel, permalink, delayMs } = delivery;
  if (post.kind === "refused")
    return judged({ summary: "", measurements: [], problems: [refusedPost(delivery, post.word)] });
  if (readBack === null) return undecided("unreachable", unreadable(delivery));
  if (readBack.count === 0 && post.kind === "no-answer") return undecided("timed-out", unanswered(delivery, post.why));
  if (readBack.count === 1 && permalink === null) return undecided("no-data", withoutLink(delivery));
  return judged({
    summary: `The test message stands in ${channel} once: ${permalink ?? "no link"}`,
    measurements: [
      measured({
        signal: "test messages in the channel",
        value: readBack.count,
        unit: "messages",
        limit: 1,
        comparison: "equal",
        source: "Slack",
        query: `conversations.history of ${channel}`,
      }),
      measured({ signal: "delay until read back", value: delayMs, unit: "ms", source: "Slack", query: channel }),
    ],
    problems:
      readBack.count === 1
        ? []
        : [
            {
              what: `The test message stands in ${channel} ${readBack.count} times; expected is once.`,
              where,
              why:
                readBack.count === 0
                  ? "It was accepted, but the channel does not show it."
                  : "Something posted it again.",
              fix: `Search the channel for ${delivery.marker}.`,
            },
          ],
  });
}

function withoutLink({ where, channel, marker }: MessageDelivery): Explanation {
  return {
    what: `The test message stands in ${channel}, but Slack gave no permanent link to it, which is the evidence.`,
    where,
    why: "chat.getPermalink was refused or did not answer.",
    fix: `Run the preflight again; the message itself holds ${marker}.`,
  };
}

const NOT_THERE: Readonly<Record<string, string>> = {
  not_in_channel: "The app is not a member of the channel: invite it there.",
  channel_not_found:
    "There is no such channel for this app: check slack.channelId (an id, not a name); invite the app to a private channel.",
  is_archived: "The channel is archived: choose another one.",
};

function refusedPost({ where, channel }: MessageDelivery, word: string): Explanation {
  return {
    what: `Slack refused the test message to ${channel}: ${word}.`,
    where,
    why: NOT_THERE[word] ?? "See Slack's documentation of chat.postMessage for this word.",
    fix: "Correct the channel or the app's membership, then run the preflight again.",
  };
}

function unreadable({ where, channel, readBackProblem }: MessageDelivery): Explanation {
  return {
    what: `It is unknown whether the test message stands in ${channel}: the channel could not be read.`,
    where,
    why: readBackProblem ?? "Slack gave no history.",
    fix: "Give the app the scope channels:history (groups:history for private channels), and look into the channel.",
  };
}

function unanswered({ where, channel, marker }: MessageDelivery, why: string): Explanation {
  return {
    what: `Slack did not answer the post to ${channel} in time, and the message was not seen there; it was not posted again.`,
    where,
    why,
    fix: `Look into the channel for ${marker}; see whether Slack has an incident.`,
  };
}

/** Judges that the test alert opened an incident on the expected service. */
export function judgeIncidentOpened(delivery: PageDelivery): Judgement {
  const { event, incident, where, expectedService, waitedMs, dedupKey } = delivery;
  if (event.kind === "rate-limited") return undecided("provider-warning", rateLimited(delivery));
  const problem =
    event.kind === "refused" ? refusedEvent(delivery, event.why) : incident === null ? dropped(delivery) : null;
  const wrongService =
    incident !== null && incident.service !== expectedService ? otherService(delivery, incident.service) : null;
  return judged({
    summary: `Incident ${incident?.id ?? ""} opened after ${((delivery.openedAfterMs ?? waitedMs) / 1000).toFixed(1)} s: ${incident?.url ?? where}`,
    measurements: [
      measured({
        signal: "time until the incident opened",
        value: delivery.openedAfterMs,
        unit: "ms",
        source: "PagerDuty",
        query: `incident_key=${dedupKey}`,
      }),
    ],
    problems: [problem, wrongService].filter((found) => found !== null),
  });
}

/** Judges that the test's incident was resolved again. */
export function judgeIncidentResolved({ statusAfterResolve, where, dedupKey }: PageDelivery): Judgement {
  return judged({
    summary: "The incident is resolved again.",
    measurements: [],
    problems:
      statusAfterResolve === "resolved"
        ? []
        : [
            {
              what: `The test's incident is ${statusAfterResolve ?? "in an unknown state"} after it was resolved; expected is resolved.`,
              where,
              why: "The resolve event was dropped, or the incident was merged into another one.",
              fix: `Resolve it by hand: its deduplication key is ${dedupKey}.`,
            },
          ],
  });
}

function rateLimited({ where }: PageDelivery): Explanation {
  return {
    what: "PagerDuty refused the test alert because too many events were sent, so its way is unknown.",
    where,
    why: "The integration's rate limit is used up (HTTP 429).",
    fix: "Wait a minute; find out what sends so many events with this routing key.",
  };
}

function refusedEvent({ where }: PageDelivery, why: string): Explanation {
  return {
    what: "PagerDuty refused the test alert.",
    where,
    why,
    fix: "Check the routing key's integration (Events API v2) and the variable that pagerduty.routingKeyFrom names.",
  };
}

function dropped({ where, waitedMs, dedupKey }: PageDelivery): Explanation {
  return {
    what: `PagerDuty accepted the test alert, but no incident opened within ${(waitedMs / 1000).toFixed(0)} s.`,
    where,
    why: "The integration is disabled, an event orchestration drops or suppresses it, or the service is in maintenance.",
    fix: `Look at the service's recent alerts for ${dedupKey}, at its orchestration rules and maintenance windows.`,
  };
}

function otherService({ where, expectedService }: PageDelivery, service: string): Explanation {
  return {
    what: `The test's incident opened on service ${service}; expected is ${expectedService}.`,
    where,
    why: "The routing key belongs to another service, or an orchestration routes it there.",
    fix: "Use the routing key of the release's service, or correct pagerduty.serviceId.",
  };
}
