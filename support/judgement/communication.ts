import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { AnnouncementDelivery } from "../model/readings/announcements";
import type { Telling, Told, ToldByPeople } from "../model/readings/communication";
import type { Signers } from "../model/signers";
import { judged, listed, measured } from "./judged";
import type { Fault } from "./precedence";
import { judgeSignOffs } from "./sign-offs";
import { weighed } from "./weighed";

/**
 * Judges that each channel was told, once. A channel that does not take the announcement, or shows it twice, fails it;
 * one of which that could not be found out leaves it open. Where no channel is configured nothing is proven wrong here:
 * a person's signature stands for those that have none.
 */
export function judgeAnnounced({ purpose, told }: Telling): Judgement {
  return weighed({
    summary:
      told.length === 0
        ? `No channel is configured for the ${purpose}: a person tells it.`
        : `The ${purpose} stands once in ${listed(told.map(placeText))}`,
    measurements: told.flatMap((one) => measurementOf(one, purpose)),
    problems: told.flatMap((one) => problemOf(one, purpose) ?? []),
    doubts: told.flatMap((one) => doubtOf(one, purpose) ?? []),
  });
}

/**
 * Judges that a person has told the teams that no channel reaches. Where each has a channel nobody has to sign; a person's
 * no counts all the same.
 */
export function judgeToldByPeople({ teams, signOffs }: ToldByPeople, signers: Signers): Judgement {
  const people = judgeSignOffs(signOffs, signers);
  const measurements = [unreached(teams), ...people.measurements];
  const isNeeded = teams.length > 0;
  if (!isNeeded && people.outcome !== "failed")
    return judged({ summary: "Each team has a channel.", measurements, problems: [] });
  const said = isNeeded ? `${listed(teams)} ${teams.length === 1 ? "has" : "have"} no channel. ` : "";
  return { ...people, measurements, summary: `${said}${people.summary}` };
}

function unreached(teams: readonly string[]): Measurement {
  const signal = "teams without a channel";
  return measured({
    signal,
    value: teams.length,
    unit: "teams",
    source: "environment file",
    query: "communication.teams",
  });
}

function placeText(one: Told): string {
  if (one.kind !== "told") return one.channel;
  const { permalink, isEarlier, postedAt } = one.delivery;
  const since = isEarlier ? `, since ${postedAt}` : "";
  return `${one.channel} (${permalink ?? "no link"}${since})`;
}

function measurementOf(one: Told, purpose: string): Measurement[] {
  if (one.kind !== "told" || one.delivery.copies === null) return [];
  return [
    measured({
      signal: `${purpose} in ${one.channel}`,
      value: one.delivery.copies,
      unit: "messages",
      limit: 1,
      comparison: "equal",
      source: "Slack",
      query: `conversations.history of ${one.channel}`,
    }),
  ];
}

function problemOf(one: Told, purpose: string): Explanation | null {
  switch (one.kind) {
    case "refused":
      return one.problem;
    case "unknown":
      return null;
    case "told":
      return one.delivery.copies === null || one.delivery.copies === 1
        ? null
        : wrongCount(one.delivery, one.delivery.copies, purpose);
  }
}

function wrongCount({ where, channel, messageId }: AnnouncementDelivery, copies: number, purpose: string): Explanation {
  return {
    what: `The ${purpose} stands in ${channel} ${copies} times; expected is once.`,
    where,
    why:
      copies === 0
        ? "Slack accepted it, but the channel does not show it: it was deleted, or it is held back."
        : "Two runs posted at the same time, perhaps on two machines.",
    fix:
      copies === 0
        ? `Look in ${channel} for message ${messageId}, then run this again.`
        : `Delete all but the first one in ${channel}.`,
  };
}

function doubtOf(one: Told, purpose: string): Fault | null {
  if (one.kind === "unknown") return { cause: one.cause, problem: one.problem };
  if (one.kind === "refused") return null;
  const { where, channel, copies, permalink } = one.delivery;
  if (copies === null) return { cause: "unreachable", problem: notReadBack(where, channel, purpose) };
  return permalink === null ? { cause: "no-data", problem: withoutLink(where, channel, purpose) } : null;
}

function notReadBack(where: string, channel: string, purpose: string): Explanation {
  return {
    what: `Slack accepted the ${purpose}, and whether ${channel} shows it could not be read.`,
    where,
    why: "The channel's history was refused or did not come.",
    fix: `Look into ${channel}, then run this again: it is not posted twice.`,
  };
}

function withoutLink(where: string, channel: string, purpose: string): Explanation {
  return {
    what: `The ${purpose} stands in ${channel}, but Slack gave no permanent link to it, which is the evidence.`,
    where,
    why: "chat.getPermalink was refused or did not answer.",
    fix: "Run this again: it is not posted twice.",
  };
}
