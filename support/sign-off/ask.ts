import { roleName } from "../model/role";
import { personNamed, type Person } from "../model/signers";
import { questionText } from "../model/sign-off-question";
import { consoleLine } from "../reporting/console-text";
import { ANSWERS, type Draft } from "./draft";
import type { SignedItem } from "./items";

/** The questions that can be put to whoever sits at the terminal: those of @inquirer/prompts. */
export interface Prompts {
  select(question: { message: string; choices: { name: string; value: string }[] }): Promise<string>;
  input(question: { message: string }): Promise<string>;
}

/** Asks for what a draft does not say yet; null: no item is left to be signed. What is shown is safe for a terminal. */
export async function askFor(
  draft: Draft,
  items: readonly SignedItem[],
  people: readonly Person[] | undefined,
  prompts: Prompts,
): Promise<Draft | null> {
  if (items.length === 0) return null;
  const choose = (message: string, choices: { name: string; value: string }[]) =>
    prompts.select({ message, choices: choices.map(({ name, value }) => ({ name: consoleLine(name), value })) });
  const item = draft.item ?? (await choose("Which item?", items.map(choiceOf)));
  const chosen = items.find((one) => one.item.id === item);
  const asked = chosen?.signers.roles ?? [];
  const able = people?.filter(({ roles }) => roles.some((role) => asked.includes(role)));
  const names = able?.map(({ name }) => ({ name, value: name }));
  const name =
    draft.name ?? (await (names?.length ? choose("Who answers?", names) : prompts.input({ message: "Your name:" })));
  const own = people === undefined ? undefined : personNamed(people, name)?.roles;
  const roles = asked.filter((role) => own === undefined || own.includes(role));
  const role =
    draft.role ??
    (roles.length > 1
      ? await choose(
          "In which role?",
          roles.map((id) => ({ name: roleName(id), value: id })),
        )
      : roles[0]);
  const answers = ANSWERS.map((value) => ({ name: value, value }));
  const now = chosen?.asked ?? null;
  const what = now === null ? item : `${item}: ${questionText(now.question)}`;
  // An answer that was given by an option was given before this was shown.
  const answer =
    draft.answer !== undefined && (now === null || draft.for !== undefined)
      ? draft.answer
      : await choose(consoleLine(`${what}: what is the answer?`), answers);
  const note = draft.note ?? (await prompts.input({ message: "A note (may be empty):" }));
  const link = draft.link ?? (await prompts.input({ message: "A link to evidence (may be empty):" }));
  return { ...draft, item, name, role, answer, note, link, for: draft.for ?? now?.key };
}

function choiceOf({ item, state }: SignedItem): { name: string; value: string } {
  return { name: `${item.id}  ${item.title.en} (${state})`, value: item.id };
}
