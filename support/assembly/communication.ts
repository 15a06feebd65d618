import { createHash } from "node:crypto";
import { createAnnouncements, type Announcement, type Announcements } from "../clients/slack/announcements";
import type { Environment } from "../environment/schema";
import { CheckFailedError, InconclusiveError } from "../errors";
import { readJournal } from "../journal/read-journal";
import type { CheckContext } from "../model/check-context";
import { planText, replacementText } from "../model/deployment-plan";
import type { AnnouncementDelivery } from "../model/readings/announcements";
import type { Telling, Told } from "../model/readings/communication";
import type { Moment } from "./canary";
import { noticesOf, planOf, type Notice } from "./communication/notices";
import type { Named } from "./named";

/** What people are told before the roll-out: each thing once in each channel, whoever runs this and however often. */
export interface Communication {
  /** The deployment plan; one that differs from the newest in the channel is announced too, and says what it changes. */
  sharePlan(): Promise<Telling>;
  /** The notice to every team that has a channel. */
  notifyTeams(): Promise<Telling>;
  /** Names of the teams that no channel reaches: a person tells them. */
  teamsWithoutChannel(): readonly string[];
  /** The request to customer support to stand by. */
  askSupport(): Promise<Telling>;
}

type Channel = Notice["channel"];

/** The communication of an environment, through Slack. Each announcement is written into the journal. */
export function assembleCommunication(
  environment: Environment,
  context: CheckContext,
  named: Named,
  moment: Moment,
): Communication {
  const { connection } = named("slack", environment.slack);
  const announcements = createAnnouncements({ connection }, context);
  const tell = (purpose: string, announcement: () => Promise<Announcement>, channel: Channel) =>
    toldOf(channel, async () => {
      const delivery = await announcements.announceOnce(await announcement());
      await noteInJournal(purpose, delivery, moment);
      return delivery;
    });
  const tellEach = async (purpose: string, notices: readonly Notice[]): Promise<Telling> => {
    const telling = notices.map((notice) =>
      tell(purpose, () => Promise.resolve(asAnnouncement(notice)), notice.channel),
    );
    return { purpose, told: await Promise.all(telling) };
  };
  const { language } = moment;
  return {
    sharePlan: async () => {
      const purpose = "deployment plan";
      const { deployment } = named("communication", environment.communication);
      const text = planText(planOf(environment, named), language);
      const topic = `deployment-plan/${context.environment}/${environment.release.id}`;
      const announcement = () => planAnnouncement(announcements, { topic, text, channel: deployment, language });
      return { purpose, told: [await tell(purpose, announcement, deployment)] };
    },
    notifyTeams: () => tellEach("notice to the teams", noticesOf(environment, named, language).teams),
    teamsWithoutChannel: () =>
      named("communication", environment.communication)
        .teams.filter(({ channel }) => channel === undefined)
        .map(({ name }) => name),
    askSupport: () => tellEach("request to customer support", [noticesOf(environment, named, language).support]),
  };
}

/** What `npm run preparation` would tell people, by channel; nothing is posted. */
export function toldInDryRun(environment: Environment, named: Named, language: "en" | "ko"): readonly Notice[] {
  const { deployment } = named("communication", environment.communication);
  const plan = { key: "", channel: deployment, text: planText(planOf(environment, named), language) };
  const { teams, support } = noticesOf(environment, named, language);
  return [plan, ...teams, support];
}

/** A plan that stands there as the newest keeps its key; another one gets a key that no earlier one has. */
async function planAnnouncement(
  announcements: Announcements,
  given: { readonly topic: string; readonly text: string; readonly channel: Channel; readonly language: "en" | "ko" },
): Promise<Announcement> {
  const { topic, text, channel, language } = given;
  const latest = await announcements.findLatest({ topic, ...channel });
  const key = `${topic}/${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  if (latest === null) return { key, topic, ...channel, text };
  if (latest.key === key || latest.key.startsWith(`${key}/`)) return { key: latest.key, topic, ...channel, text };
  const replaced = `${text}\n${replacementText(latest, text, language)}`;
  return { key: `${key}/after-${latest.messageId}`, topic, ...channel, text: replaced };
}

function asAnnouncement({ key, channel, text }: Notice): Announcement {
  return { key, ...channel, text };
}

/** What is wrong with one channel says nothing of the others. */
async function toldOf({ channelName: channel }: Channel, announce: () => Promise<AnnouncementDelivery>): Promise<Told> {
  try {
    return { kind: "told", channel, delivery: await announce() };
  } catch (error) {
    if (error instanceof CheckFailedError) return { kind: "refused", channel, problem: error.problems[0] };
    if (!(error instanceof InconclusiveError)) throw error;
    return { kind: "unknown", channel, cause: error.reason, problem: error.problems[0] };
  }
}

/** One that an earlier run has posted is in the journal once, also where that run was killed before it could write. */
async function noteInJournal(purpose: string, delivery: AnnouncementDelivery, moment: Moment): Promise<void> {
  const { channel, messageId, permalink, textSha256 } = delivery;
  const { entries } = await readJournal(moment.journalFolder);
  const isNoted = entries.some(
    (entry) => entry.kind === "announcement" && entry.channel === channel && entry.messageId === messageId,
  );
  if (isNoted) return;
  await moment.incident.record({ kind: "announcement", channel, purpose, messageId, permalink, textSha256 });
}
