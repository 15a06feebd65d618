import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { SignOffAnswer, SignOffReading } from "../model/readings/sign-offs";
import { roleName } from "../model/role";
import type { Signers } from "../model/signers";
import { listed, measured } from "./judged";
import type { Fault } from "./precedence";
import { assignedSigners } from "./signing-people";
import { weighed } from "./weighed";

/**
 * Judges that the roles have signed an item. A "no" of anybody fails it, whoever else says yes. A role without a "yes"
 * that stands awaits it, and so does one whose only "yes" is of a person who already counts for another role, where
 * distinct people are asked for. A damaged journal proves no "yes": what came after it may be missing.
 */
export function judgeSignOffs(reading: SignOffReading, signers: Signers): Judgement {
  const signed = assignedSigners(reading.answers, signers);
  const missing = signers.roles.filter((role) => !signed.has(role));
  const isEnough = signed.size > 0 && (signers.isOneEnough || missing.length === 0);
  return weighed({
    summary: `${reading.item} is signed by ${listed([...signed.values()].map(personText))}.`,
    measurements: [measurementOf(reading, signers, signed.size)],
    problems: refusals(reading),
    doubts: [...damage(reading), ...(isEnough ? [] : [awaiting(reading, signers, missing)])],
  });
}

/** What the people who say no name, an explanation each. */
export function refusals(reading: SignOffReading): readonly Explanation[] {
  return reading.answers
    .filter(({ answer }) => answer === "no")
    .map((no) => refusal(reading.item, no, placeOf(reading)));
}

/** What a person who says no to an item names. */
export function refusal(
  item: string,
  no: Pick<SignOffAnswer, "name" | "role" | "note" | "at">,
  where: string,
): Explanation {
  return {
    what: `${personText(no)} says no to ${item}${no.note === null ? "." : `: "${no.note}".`}`,
    where,
    why: `A person's no stands until the same person answers again; it was given at ${no.at}.`,
    fix: `Settle what the no is about; then the same person answers again: npm run sign-off -- --item ${item}`,
  };
}

/** A person with the role in which the answer was given: "Mina Kim (release owner)". */
export function personText({ name, role }: Pick<SignOffAnswer, "name" | "role">): string {
  return `${name} (${roleName(role)})`;
}

function measurementOf(reading: SignOffReading, { roles, isOneEnough }: Signers, signed: number): Measurement {
  return measured({
    signal: "roles that signed",
    value: signed,
    unit: "roles",
    limit: isOneEnough ? 1 : roles.length,
    comparison: "at-least",
    source: "journal",
    query: `sign-offs of ${reading.item} for ${reading.release}, version ${reading.version}, as of ${reading.at}`,
  });
}

function damage(reading: SignOffReading): readonly Fault[] {
  if (reading.problems.length === 0) return [];
  const problem = {
    what: `The journal is damaged, so the sign-offs of ${reading.item} prove nothing: ${listed(reading.problems, 2)}.`,
    where: placeOf(reading),
    why: "A line of the record was changed, lost or torn: a no or a withdrawal may be missing.",
    fix: "npm run journal -- verify names each place; find out who or what changed it.",
  };
  return [{ cause: "no-data", problem }];
}

function awaiting(reading: SignOffReading, signers: Signers, missing: readonly string[]): Fault {
  const names = missing.map((role) => roleName(role));
  const whom = signers.isOneEnough ? names.join(" or ") : listed(names);
  const problem = {
    what: `${reading.item} awaits the sign-off of: ${whom}.`,
    where: placeOf(reading),
    why: [...whyNot(reading, signers, missing)].join(" "),
    fix: `npm run sign-off -- --item ${reading.item}`,
  };
  return { cause: "awaiting-sign-off", problem };
}

function* whyNot({ answers, lapsed, version }: SignOffReading, signers: Signers, missing: readonly string[]) {
  const before = yield* lapsedTexts(
    lapsed.filter(({ role }) => missing.includes(role)),
    version,
  );
  const twice = answers.filter(({ answer, role }) => answer === "yes" && missing.includes(role));
  for (const one of twice) yield `${personText(one)} signed, and counts for another role already.`;
  const others = answers.filter(({ answer, role }) => answer === "yes" && !signers.roles.some((id) => id === role));
  for (const one of others) yield `${personText(one)} signed, in a role that is not asked for.`;
  if (before + twice.length + others.length === 0) yield "Nobody has answered in that role.";
}

function* lapsedTexts(lapsed: SignOffReading["lapsed"], version: string): Generator<string, number> {
  for (const one of lapsed) {
    const person = personText(one);
    switch (one.why) {
      case "withdrawn":
        yield `${person} withdrew the answer at ${one.at}.`;
        break;
      case "expired":
        yield `The yes of ${person} has expired.`;
        break;
      case "another version":
        yield `${person} signed for another version than ${version}, and that says nothing of this one.`;
        break;
      case "to another recommendation":
        yield `${person} answered another recommendation than the one that stands now.`;
        break;
      case "to no recommendation":
        yield `The answer of ${person} does not say to which recommendation.`;
        break;
      case "older than an hour":
        yield `The answer of ${person} is older than an hour.`;
        break;
      case "not one of the people":
        yield `${person} is not one of the people in the environment file, or not in that role.`;
        break;
    }
  }
  return lapsed.length;
}

function placeOf({ where, release, version }: SignOffReading): string {
  return `${where}, release ${release}, version ${version}`;
}
