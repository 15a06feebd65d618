import type { Meant, QuestionSigns } from "../model/readings/slack-answers";

const REACTIONS: ReadonlyMap<string, "yes" | "no"> = new Map([
  ["white_check_mark", "yes"],
  ["+1", "yes"],
  ["thumbsup", "yes"],
  ["x", "no"],
  ["-1", "no"],
  ["thumbsdown", "no"],
]);
const WORDS: ReadonlyMap<string, "yes" | "no"> = new Map([
  ["yes", "yes"],
  ["예", "yes"],
  ["no", "no"],
  ["아니오", "no"],
]);

/**
 * What a member means by reactions and by the first words of replies. Who says yes and no means neither: it is unclear.
 * Other reactions and other words say nothing.
 */
export function meantBy(userId: string, { reactions, replies }: QuestionSigns): Meant {
  const own = <Sign extends { readonly userId: string }>(sign: Sign) => sign.userId === userId;
  const said = [
    ...reactions.filter(own).map(({ name }) => REACTIONS.get(name.replace(/::skin-tone-\d$/, ""))),
    ...replies.filter(own).map(({ text }) => WORDS.get(firstWord(text))),
  ].filter((one) => one !== undefined);
  const [first, ...others] = new Set(said);
  if (first === undefined) return "nothing";
  return others.length === 0 ? first : "unclear";
}

function firstWord(text: string): string {
  return /^[^\p{L}]*(\p{L}+)/u.exec(text.normalize("NFC"))?.[1]?.toLowerCase() ?? "";
}
