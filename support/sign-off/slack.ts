import type { Question } from "../assembly/slack-sign-offs";
import { meantBy } from "../judgement/slack-answers";
import type { JournalEntry } from "../model/journal-entry";
import type { QuestionSigns } from "../model/readings/slack-answers";
import { roleName, type RoleId } from "../model/role";
import { isSameQuestion, questionText } from "../model/sign-off-question";
import { personKey, type Person } from "../model/signers";
import type { Draft } from "./draft";
import type { SignedItem } from "./items";

/** What the answers in Slack come to: what is to be recorded, and what no answer could be made of. */
export interface AnswersInSlack {
  readonly drafts: readonly Draft[];
  readonly unclear: readonly string[];
}

/** A posted question, and what the record says of its item. */
export interface AskedItem {
  readonly item: SignedItem;
  readonly people: readonly Person[];
  /** The question's permanent link: the evidence of each answer. */
  readonly link: string;
  readonly entries: readonly JournalEntry[];
}

/** What the record says that a question's announcement is there for. */
export function purposeOf({ item, asked }: SignedItem, version: string): string {
  return `question of ${nameOf(item.id, asked?.key)} for ${version}`;
}

/** What is asked: the item, and where it asks for something else each time, what. */
function nameOf(item: string, key: string | undefined): string {
  return key === undefined ? item : `${item}/${key}`;
}

/** The question of an item to those who have not signed it; null: none of them can be asked in Slack. */
export function questionOf(
  { item, missing, asked: now }: SignedItem,
  people: readonly Person[],
  about: { readonly environment: string; readonly version: string },
): Question | null {
  const asked = people.filter(
    ({ roles, slackUserId }) => slackUserId !== undefined && missing.some(({ role }) => roles.includes(role)),
  );
  if (asked.length === 0) return null;
  const roles = missing.map(({ role }) => roleName(role)).join(", ");
  const text = [
    `${item.id}: ${item.title.en} / ${item.title.ko}`,
    ...(now === null ? [] : [`The answer is to this, and to nothing else: ${questionText(now.question)}`]),
    `Asked for ${about.version} in ${about.environment}: ${roles} (${asked.map(({ name }) => name).join(", ")}).`,
    "Yes: :white_check_mark: or :+1:, or a reply that begins with yes or 예. No: :x: or :-1:, or no or 아니오.",
  ].join("\n");
  return { item: nameOf(item.id, now?.key), text, mentions: asked.flatMap(({ slackUserId }) => slackUserId ?? []) };
}

/**
 * What the people of the environment file answer, as drafts of sign-offs. What was recorded of this question before is not
 * recorded again; a yes that is taken back there, or contradicted, is withdrawn. Nobody else's answers count.
 */
export function answersInSlack(asked: AskedItem, signs: QuestionSigns): AnswersInSlack {
  const found = asked.people.map((person) => answersOf(person, asked, signs));
  return { drafts: found.flatMap(({ drafts }) => drafts), unclear: found.flatMap(({ unclear }) => unclear) };
}

function answersOf(person: Person, asked: AskedItem, signs: QuestionSigns): AnswersInSlack {
  const { signers, item } = asked.item;
  const held = signers.roles.filter((role) => person.roles.includes(role));
  if (person.slackUserId === undefined || held.length === 0) return { drafts: [], unclear: [] };
  const draft = (role: RoleId, answer: string): Draft => {
    return {
      item: item.id,
      name: person.name,
      role,
      answer,
      link: asked.link,
      note: "Read in Slack.",
      for: asked.item.asked?.key,
    };
  };
  const takenBack = held.filter((role) => isStandingYes(person, role, asked)).map((role) => draft(role, "withdrawn"));
  const meant = meantBy(person.slackUserId, signs);
  if (meant === "nothing") return { drafts: takenBack, unclear: [] };
  if (meant === "unclear")
    return { drafts: takenBack, unclear: [`${item.id}: ${person.name} says yes and no; neither counts.`] };
  if (meant === "yes" && signers.isDistinct && held.length > 1) {
    const sentence = `${item.id}: ${person.name} has several of the roles, and signs in one: npm run sign-off -- --item ${item.id}`;
    return { drafts: [], unclear: [sentence] };
  }
  if (meant === "yes" && held.some((role) => isOtherwiseElsewhere(person, role, asked))) {
    const sentence = `${item.id}: ${person.name} said otherwise by npm run sign-off, and Slack does not tell which came later: answer again there.`;
    return { drafts: [], unclear: [sentence] };
  }
  // One no is enough to refuse the item.
  const roles = meant === "yes" ? held : held.slice(0, 1);
  const fresh = roles.filter((role) => recorded(person, role, asked) !== meant);
  return { drafts: fresh.map((role) => draft(role, meant)), unclear: [] };
}

/** What was recorded last of this question. */
function recorded(person: Person, role: RoleId, asked: AskedItem): string | undefined {
  return answersOnRecord(person, role, asked).findLast(({ link }) => link === asked.link)?.answer;
}

/** A reaction has no time of its own: it must not undo a no or a withdrawal that was given by another way. */
function isOtherwiseElsewhere(person: Person, role: RoleId, asked: AskedItem): boolean {
  const last = answersOnRecord(person, role, asked).at(-1);
  return last !== undefined && last.link !== asked.link && last.answer !== "yes";
}

function answersOnRecord({ name }: Person, role: RoleId, { item, entries }: AskedItem) {
  return entries
    .filter((entry) => entry.kind === "sign-off")
    .filter((entry) => entry.item === item.item.id && entry.role === role && personKey(entry.name) === personKey(name))
    .filter(({ question }) => item.asked === null || (question && isSameQuestion(question, item.asked.question)));
}

function isStandingYes({ name }: Person, role: RoleId, { item, link }: AskedItem): boolean {
  return item.reading.answers.some(
    (given) =>
      given.answer === "yes" && given.role === role && given.link === link && personKey(given.name) === personKey(name),
  );
}
