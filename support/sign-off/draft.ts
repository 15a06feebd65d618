import { nearestWord } from "../environment/nearest";
import type { ConfigurationFault } from "../errors";
import type { SignOff } from "../model/journal-entry";
import { isRoleId, roleName, type RoleId } from "../model/role";
import { questionText } from "../model/sign-off-question";
import { personKey, personNamed, type Person } from "../model/signers";
import { isOfIncident, type SignedItem } from "./items";

/** An answer as it was given by options, by prompts or in Slack; undefined: not given. */
export interface Draft {
  readonly item?: string | undefined;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly answer?: string | undefined;
  readonly note?: string | undefined;
  readonly link?: string | undefined;
  readonly expires?: string | undefined;
  /** The key of what is answered, where the item asks for something else each time. */
  readonly for?: string | undefined;
}

/** What an answer is held against. */
export interface DraftContext {
  readonly items: readonly SignedItem[];
  readonly people: readonly Person[] | undefined;
  readonly version: string;
  readonly now: Date;
}

/** The entry that a draft becomes, or all that is wrong with it. */
export type Checked = { readonly signOff: SignOff } | { readonly faults: readonly ConfigurationFault[] };

/** The answers that can be given. */
export const ANSWERS = ["yes", "no", "withdrawn"] as const;

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;
const LONGEST = { name: 100, note: 2_000 } as const;

/** Holds a draft against the runbook, the people and the record. All faults are found at once. */
export function checkDraft(draft: Draft, context: DraftContext): Checked {
  const faults: ConfigurationFault[] = [];
  const refuse = (where: string, what: string, fix: string): undefined => void faults.push({ where, what, fix });
  const item = itemOf(draft, context, refuse);
  const name = nameOf(draft, context, refuse);
  const role = roleOf(draft, { item, name }, context, refuse);
  const answer = answerOf(draft, refuse);
  const note = noteOf(draft, refuse);
  const link = linkOf(draft, refuse);
  const expiresAt = expiryOf(draft, context, refuse);
  if (item !== undefined && answer !== undefined) refuseOther(draft, item, answer, refuse);
  if (item !== undefined && name !== undefined && role !== undefined && answer !== undefined)
    refuseContradiction({ item, name, role, answer }, refuse);
  if (faults.length > 0 || !item || !name || !role || !answer) return { faults };
  const about = { item: item.item.id, name, role, answer, version: context.version };
  const given = { note: note ?? null, link: link ?? null, expiresAt: expiresAt ?? null };
  return { signOff: { kind: "sign-off", ...about, ...given, question: item.asked?.question ?? null } };
}

type Refuse = (where: string, what: string, fix: string) => undefined;

function itemOf({ item }: Draft, { items }: DraftContext, refuse: Refuse): SignedItem | undefined {
  const ids = items.map(({ item: { id } }) => id);
  if (item === undefined) return refuse("--item", "it is missing", `name the item: ${ids.join(", ")}`);
  const found = items.find(({ item: { id } }) => id === item);
  if (found !== undefined) return found;
  const nearest = nearestWord(item, ids);
  const hint = nearest === undefined ? "" : `did you mean ${nearest}? `;
  return refuse("--item", `"${item}" is no item that people sign`, `${hint}there are: ${ids.join(", ")}`);
}

function nameOf({ name }: Draft, { people }: DraftContext, refuse: Refuse): string | undefined {
  const given = name?.replaceAll(/\s+/g, " ").trim() ?? "";
  if (given === "") return refuse("--name", "it is missing", "say who answers, by first and last name");
  if (given.length > LONGEST.name || hasControls(given))
    return refuse(
      "--name",
      "this is no name of a person",
      `write at most ${LONGEST.name} characters, all of them visible`,
    );
  if (people === undefined) return given;
  const person = personNamed(people, given);
  if (person !== undefined) return person.name;
  const names = people.map((one) => one.name).join(", ");
  return refuse(
    "--name",
    `"${given}" is not one of the people who sign here`,
    `there are: ${names}; others are added to people in the environment file`,
  );
}

function roleOf(
  { role }: Draft,
  { item, name }: { readonly item: SignedItem | undefined; readonly name: string | undefined },
  { people }: DraftContext,
  refuse: Refuse,
): RoleId | undefined {
  const asked = item?.signers.roles;
  const own = name === undefined || people === undefined ? undefined : personNamed(people, name)?.roles;
  const possible = asked?.filter((id) => own === undefined || own.includes(id));
  const list = (possible?.length ? possible : asked)?.join(", ");
  const fix = list === undefined ? "name the role in which the person answers" : `write one of: ${list}`;
  if (role === undefined) {
    if (possible?.length === 1) return possible[0];
    return refuse("--role", "it is missing", fix);
  }
  if (!isRoleId(role) || (asked !== undefined && !asked.includes(role)))
    return refuse("--role", `"${role}" does not sign ${item?.item.id ?? "runbook items"}`, fix);
  if (own === undefined || own.includes(role)) return role;
  return refuse(
    "--role",
    `${name ?? ""} is not ${roleName(role)} here, but ${own.map((id) => roleName(id)).join(", ")}`,
    "let somebody with that role answer, or add the role to people in the environment file",
  );
}

function answerOf({ answer }: Draft, refuse: Refuse): SignOff["answer"] | undefined {
  const found = ANSWERS.find((one) => one === answer);
  if (found !== undefined) return found;
  return refuse(
    "--answer",
    answer === undefined ? "it is missing" : `"${answer}" is no answer`,
    `write one of: ${ANSWERS.join(", ")}`,
  );
}

function noteOf({ note }: Draft, refuse: Refuse): string | undefined {
  const given = note?.trim();
  if (given === undefined || given === "") return undefined;
  if (given.length <= LONGEST.note && !hasControls(given.replaceAll(/[\n\t]/g, " "))) return given;
  return refuse(
    "--note",
    "it is too long, or holds characters that are not visible",
    `write at most ${LONGEST.note} characters of text`,
  );
}

function linkOf({ link }: Draft, refuse: Refuse): string | undefined {
  const given = link?.trim();
  if (given === undefined || given === "") return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return refuse("--link", "it is no address of a page", "write it like https://wiki.example.com/plan");
  if (url.username !== "" || url.password !== "")
    return refuse("--link", "it holds a user or a password", "leave both out: the record is read by many");
  return url.href;
}

function expiryOf({ expires, answer }: Draft, { now }: DraftContext, refuse: Refuse): string | undefined {
  if (expires === undefined || expires === "") return undefined;
  const time = new Date(expires);
  if (!ISO_TIME.test(expires) || Number.isNaN(time.getTime()))
    return refuse(
      "--expires",
      `"${expires}" is no time`,
      "write ISO 8601 with a zone, such as 2025-10-22T18:00:00+09:00",
    );
  if (time <= now) return refuse("--expires", `${expires} is past already`, "name a time to come, or leave it out");
  if (answer === "yes") return time.toISOString();
  return refuse("--expires", "only a yes expires: a no stands until the same person answers again", "leave it out");
}

/** Whoever answers an item that asks for something else each time says what was read: a newer recommendation is another. */
function refuseOther({ for: key }: Draft, { item, asked }: SignedItem, answer: string, refuse: Refuse): void {
  if (!isOfIncident(item)) {
    if (key !== undefined) refuse("--for", `${item.id} asks the same each time`, "leave it out");
    return;
  }
  // Taken back is the answer, whatever it was to.
  if (answer === "withdrawn" || (asked !== null && key === asked.key)) return;
  if (asked === null)
    return void refuse(
      "--item",
      `${item.id} has no recommendation that awaits an answer`,
      "npm run incident finds out what is to be done, and says what it asks of people",
    );
  const what = key === undefined ? "it is missing" : `"${key}" is not what is asked now`;
  refuse(
    "--for",
    what,
    `asked is: ${questionText(asked.question)}; if the answer is to that, write --for ${asked.key}`,
  );
}

/** What the record says against it: nothing to withdraw; one person in two roles that ask for distinct people. */
function refuseContradiction(
  given: { readonly item: SignedItem; readonly name: string; readonly role: RoleId; readonly answer: string },
  refuse: Refuse,
): void {
  const { item, name, role, answer } = given;
  const own = item.reading.answers.filter((one) => personKey(one.name) === personKey(name));
  const id = item.item.id;
  const takeable = [...own, ...unheededOf(item, name)];
  if (answer === "withdrawn" && !takeable.some((one) => one.role === role))
    refuse(
      "--answer",
      `${name} has given no answer to ${id} as ${roleName(role)} that could be withdrawn`,
      "npm run sign-off -- --list shows what was answered",
    );
  const other = own.find((one) => one.answer === "yes" && one.role !== role);
  if (answer === "yes" && item.signers.isDistinct && other !== undefined)
    refuse(
      "--name",
      `${name} has signed ${id} as ${roleName(other.role)} already, and each role takes another person`,
      `let another person sign, or withdraw that one first: --role ${other.role} --answer withdrawn`,
    );
}

/** Answers that do not count now, and may again where that is recommended again. */
function unheededOf({ reading }: SignedItem, name: string) {
  const own = reading.lapsed.filter((one) => personKey(one.name) === personKey(name));
  return own.filter(({ why }) => why === "to another recommendation" || why === "to no recommendation");
}

function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text);
}
