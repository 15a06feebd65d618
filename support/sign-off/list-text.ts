import { personText } from "../judgement/sign-offs";
import type { SignOffAnswer } from "../model/readings/sign-offs";
import { roleName } from "../model/role";
import { questionText } from "../model/sign-off-question";
import { consoleLine } from "../reporting/console-text";
import { isOfIncident, type SignedItem } from "./items";

const MARKS = { signed: "✓", refused: "✗", awaiting: "?", "not needed": "·" } as const;

/** The items that people sign as lines for a terminal: how each stands, who answered, who is missing. */
export function listLines(items: readonly SignedItem[]): string[] {
  return items.flatMap((one) => {
    const { item, state, reading, missing } = one;
    const head = `${MARKS[state]} ${item.id} ${state.toUpperCase()}  ${item.title.en}`;
    const lapsed = reading.lapsed.map((old) => `${personText(old)}: ${old.why}`);
    const waits = state === "awaiting" || state === "refused" ? missing.map((gap) => missingText(gap)) : [];
    const between = one.signers.isOneEnough && waits.length > 1 ? [waits.join("; or ")] : waits;
    const below = [...askedTexts(one), ...reading.answers.map(answerText), ...lapsed, ...between];
    return [consoleLine(head), ...below.map((line) => `    ${consoleLine(line)}`)];
  });
}

/** What a yes would be for, where the item asks for something else each time. */
function askedTexts({ item, state, asked }: SignedItem): string[] {
  if (asked !== null)
    return [
      `recommended at ${asked.at}: ${questionText(asked.question)}`,
      `a yes or a no is to this, and to nothing else; it is given with --for ${asked.key}`,
    ];
  if (!isOfIncident(item) || state !== "awaiting") return [];
  return ["nothing is recommended yet that could be answered: npm run incident recommends, and says what it asks"];
}

/** One sentence on what awaits people. */
export function summaryText(items: readonly SignedItem[]): string {
  const idsOf = (state: SignedItem["state"]) => items.filter((one) => one.state === state).map(({ item }) => item.id);
  const [awaiting, refused] = [idsOf("awaiting"), idsOf("refused")];
  const parts = [
    ...(refused.length > 0 ? [`Somebody says no to ${refused.join(", ")}.`] : []),
    ...(awaiting.length > 0 ? [`${awaiting.join(", ")} ${awaiting.length === 1 ? "awaits" : "await"} people.`] : []),
  ];
  return parts.length > 0 ? parts.join(" ") : "Nothing awaits a human.";
}

/** The list as data. */
export function listJson(items: readonly SignedItem[]): object[] {
  return items.map(({ item, state, signers, reading, missing, asked }) => ({
    item: item.id,
    title: item.title,
    state,
    asked: asked === null ? null : { ...asked, question: questionText(asked.question) },
    signers: signers.roles,
    distinct: signers.isDistinct,
    oneIsEnough: signers.isOneEnough,
    answers: reading.answers,
    lapsed: reading.lapsed,
    missing,
    problems: reading.problems,
  }));
}

function answerText(given: SignOffAnswer): string {
  const note = given.note === null ? "" : `, "${given.note}"`;
  const link = given.link === null ? "" : `, ${given.link}`;
  const until = given.expiresAt === null ? "" : `, until ${given.expiresAt}`;
  return `${given.answer} by ${personText(given)} at ${given.at}${until}${note}${link}`;
}

function missingText({ role, people }: SignedItem["missing"][number]): string {
  if (people === null) return `missing: ${roleName(role)} (${role})`;
  const whom = people.length === 0 ? "nobody in the environment file has this role" : people.join(", ");
  return `missing: ${roleName(role)} (${role}): ${whom}`;
}
