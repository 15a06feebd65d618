import { closeTransports } from "../../clients/transport/create-http-transport";
import { createAnnouncements, type Announcements } from "../../clients/slack/announcements";
import { CheckFailedError, InconclusiveError } from "../../errors";
import type { Environment } from "../../environment/schema";
import { contextOutsideChecks } from "../../model/check-context";
import type { Redactor } from "../../reporting/redact";
import type { WindowState } from "../../watch/hook";
import { newNotices, noticesOf, type Notice, type NoticeOptions } from "../../watch/notice";
import type { WatchRecord } from "../../watch/record";

/** What a watch tells people with. */
export interface TellTools extends Pick<NoticeOptions, "isRehearsal" | "language"> {
  /** The environment, as its file says it now. */
  readonly environment: () => Environment;
  readonly record: WatchRecord;
  readonly redactor: Redactor;
}

/** A notice that did not reach its channel, or of which nobody can say so. */
class UntoldError extends Error {
  override readonly name = "UntoldError";
}

/**
 * Tells people in Slack what of a window is not GO, each once: what the journal has is not told again unless something else
 * was told since, and a message that a killed watch has posted is found in the channel.
 * @returns rejects with an UntoldError where somebody could not be told; the other notices are told all the same.
 */
export function createTell(tools: TellTools): (state: WindowState) => Promise<void> {
  return async (state) => {
    const environment = tools.environment();
    const { name, release, schedule, slack, watch } = environment;
    const { isRehearsal, language, record } = tools;
    const about = { environment: name, isRehearsal, release, timeZone: schedule.timeZone, language };
    const { entries } = await record.read();
    const told = entries.flatMap((entry) => (entry.kind === "announcement" ? [entry.purpose] : []));
    const notices = newNotices(noticesOf(state, about), told);
    if (notices.length === 0) return;
    const nowhere = whyNowhere(environment);
    if (slack === undefined || watch === undefined || nowhere !== null) throw new UntoldError(nowhere ?? "");
    const announcements = createAnnouncements({ connection: slack.connection }, contextOutsideChecks(name, "watch"));
    try {
      const problems: string[] = [];
      for (const notice of notices) {
        const problem = await tellOne(notice, { announcements, channel: watch.tell, tools });
        if (problem !== null) problems.push(problem);
      }
      const [first] = problems;
      if (first !== undefined) throw new UntoldError(problems.length === 1 ? first : `${first} (${problems.length})`);
    } finally {
      closeTransports();
    }
  };
}

function whyNowhere({ slack, watch, permits, name }: Environment): string | null {
  const add = `environments/${name}.yaml`;
  if (watch === undefined) return `${add} has no section watch: name the channel there (watch.tell).`;
  if (slack === undefined) return `${add} has no section slack: the connection and its token stand there.`;
  return permits.includes("announcements") ? null : `${add} does not permit it: add "announcements" to permits.`;
}

async function tellOne(
  { key, purpose, text: given }: Notice,
  to: {
    readonly announcements: Announcements;
    readonly channel: { readonly channelId: string; readonly channelName: string };
    readonly tools: TellTools;
  },
): Promise<string | null> {
  const text = to.tools.redactor.text(given);
  try {
    const told = await to.announcements.announceOnce({ key, ...to.channel, text });
    const { channel, messageId, permalink, textSha256 } = told;
    await to.tools.record.append({ kind: "announcement", channel, purpose, messageId, permalink, textSha256 });
    return null;
  } catch (error) {
    if (!(error instanceof InconclusiveError) && !(error instanceof CheckFailedError)) throw error;
    return error.problems[0].what;
  }
}
