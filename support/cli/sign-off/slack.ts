import { assembleSlackSignOffs, type SlackSignOffs } from "../../assembly/slack-sign-offs";
import type { Environment } from "../../environment/schema";
import { REHEARSAL } from "../../environment/schema";
import { ConfigurationError } from "../../errors";
import { entriesOf } from "../../journal/questions";
import { openJournal } from "../../journal/journal";
import { readJournal } from "../../journal/read-journal";
import { contextOutsideChecks } from "../../model/check-context";
import type { JournalEntry } from "../../model/journal-entry";
import { consoleLine } from "../../reporting/console-text";
import { createRedactor, type Redactor } from "../../reporting/redact";
import type { Draft } from "../../sign-off/draft";
import { isOfIncident, type SignedItem } from "../../sign-off/items";
import { answersInSlack, purposeOf, questionOf } from "../../sign-off/slack";
import { interruptible } from "../phase/interrupt";
import { ownPlace } from "../phase/place";

/** What is done in Slack, and with what. */
export interface SlackOrder {
  readonly environment: string;
  /** Folder of the environment's journal. */
  readonly folder: string;
  readonly isToAsk: boolean;
  readonly isToRead: boolean;
  /** How the items stand now. */
  readonly items: () => Promise<readonly SignedItem[]>;
  /** Records an answer. @throws ConfigurationError what is wrong with it. */
  readonly record: (draft: Draft) => Promise<void>;
  readonly print: (line: string) => void;
}

/** Asks people in Slack for what awaits them, once for each item, and records what they answered there. */
export async function signOffInSlack(order: SlackOrder): Promise<void> {
  if (order.environment === REHEARSAL) throw notInTheRehearsal();
  const { environment, secretsByName } = ownPlace(order.environment);
  const interrupt = interruptible();
  const slack = assembleSlackSignOffs(
    environment,
    contextOutsideChecks(environment.name, "sign-off", interrupt.signal),
  );
  const redactor = createRedactor(secretsByName);
  if (order.isToAsk) await askAll(slack, environment, redactor, order);
  if (order.isToRead) await readAll(slack, environment, order);
  interrupt.lift();
}

/** Posts the question of every item that awaits people; one that stands there already is found again. */
export async function askAll(
  slack: SlackSignOffs,
  environment: Pick<Environment, "name" | "release" | "people" | "permits">,
  redactor: Redactor,
  { folder, items, print }: Pick<SlackOrder, "folder" | "items" | "print">,
): Promise<void> {
  const { name, release, people = [], permits } = environment;
  if (!permits.includes("announcements")) throw notPermitted(name);
  const journal = await openJournal(folder, { release, redact: redactor.json });
  const version = release.canaryVersion;
  for (const item of (await items()).filter(({ state }) => state === "awaiting")) {
    const { id } = item.item;
    if (isUnasked(item)) {
      print(`${id} is not asked in Slack: nothing is recommended yet that could be answered.`);
      continue;
    }
    const question = questionOf(item, people, { environment: name, version });
    if (question === null) {
      print(`${id} is not asked in Slack: nobody who may sign it has a slackUserId in the section people.`);
      continue;
    }
    const { channel, messageId, permalink, textSha256, isEarlier } = await slack.ask(question);
    const purpose = purposeOf(item, version);
    const own = entriesOf((await readJournal(folder)).entries, release);
    if (postedOf(own, purpose)?.messageId !== messageId)
      await journal.append({
        kind: "announcement",
        channel,
        purpose,
        messageId,
        permalink,
        textSha256,
      });
    print(`${id} ${isEarlier ? "was asked before" : "is asked"} in ${channel}: ${consoleLine(permalink ?? "no link")}`);
  }
}

/** Records what the people of the environment file answer to the questions that were asked. */
export async function readAll(
  slack: SlackSignOffs,
  { release, people = [] }: Pick<Environment, "release" | "people">,
  { folder, items, record, print }: Pick<SlackOrder, "folder" | "items" | "record" | "print">,
): Promise<void> {
  for (const item of (await items()).filter((one) => !isUnasked(one))) {
    const { id } = item.item;
    const entries = entriesOf((await readJournal(folder)).entries, release);
    const posted = postedOf(entries, purposeOf(item, release.canaryVersion));
    if (posted === undefined) continue;
    if (posted.permalink === null) {
      print(`${id} is not read: Slack gave no link to its question. Ask again: it is not posted twice.`);
      continue;
    }
    const link = new URL(posted.permalink).href;
    const { drafts, unclear } = answersInSlack(
      { item, people, link, entries },
      await slack.readAnswers(posted.messageId),
    );
    for (const draft of drafts) await record(draft);
    for (const sentence of unclear) print(consoleLine(sentence));
    if (drafts.length === 0) print(`${id}: nothing new in ${slack.channelName}.`);
  }
}

function postedOf(entries: readonly JournalEntry[], purpose: string) {
  return entries.filter((entry) => entry.kind === "announcement").findLast((entry) => entry.purpose === purpose);
}

/** An item of the incident whose recommendation is not there: no answer could be to it. */
function isUnasked({ item, asked }: SignedItem): boolean {
  return isOfIncident(item) && asked === null;
}

function notPermitted(environment: string): ConfigurationError {
  const fix = `add announcements to permits in environments/${environment}.yaml, or take the answers by npm run sign-off`;
  return new ConfigurationError("Nobody was asked.", [
    { where: "permits", what: "it does not name announcements, so nothing may be posted", fix },
  ]);
}

function notInTheRehearsal(): ConfigurationError {
  return new ConfigurationError("Nobody was asked.", [
    {
      where: "--environment",
      what: "the rehearsal's Slack stands only while a rehearsal runs, and its people are invented",
      fix: "name a team's own environment; in the rehearsal sign with --item, --name, --role and --answer",
    },
  ]);
}
