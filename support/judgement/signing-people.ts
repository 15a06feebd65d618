import type { SignOffAnswer } from "../model/readings/sign-offs";
import type { RoleId } from "../model/role";
import { personKey, type Signers } from "../model/signers";

/**
 * For each role that is signed, the "yes" that counts for it, in the order of the roles. Where distinct people are asked
 * for, nobody counts twice, and as many roles as can be are signed.
 */
export function assignedSigners(
  answers: readonly SignOffAnswer[],
  { roles, isDistinct }: Signers,
): ReadonlyMap<RoleId, SignOffAnswer> {
  const yesOf = (role: RoleId) => answers.filter((given) => given.answer === "yes" && given.role === role);
  const counting = isDistinct ? distinctly(roles, yesOf) : firstOfEach(roles, yesOf);
  return new Map(roles.flatMap((role) => entryOf(role, counting.get(role))));
}

type YesOf = (role: RoleId) => readonly SignOffAnswer[];

function firstOfEach(roles: readonly RoleId[], yesOf: YesOf): ReadonlyMap<RoleId, SignOffAnswer> {
  return new Map(roles.flatMap((role) => entryOf(role, yesOf(role)[0])));
}

function entryOf(role: RoleId, answer: SignOffAnswer | undefined): [RoleId, SignOffAnswer][] {
  return answer === undefined ? [] : [[role, answer]];
}

/** Kuhn's algorithm: a role takes a person from another role where that one finds somebody else. */
function distinctly(roles: readonly RoleId[], yesOf: YesOf): ReadonlyMap<RoleId, SignOffAnswer> {
  const roleByPerson = new Map<string, RoleId>();
  const chosen = new Map<RoleId, SignOffAnswer>();
  const place = (role: RoleId, asked: Set<string>): boolean =>
    yesOf(role).some((answer) => {
      const person = personKey(answer.name);
      if (asked.has(person)) return false;
      asked.add(person);
      const holder = roleByPerson.get(person);
      if (holder !== undefined && !place(holder, asked)) return false;
      roleByPerson.set(person, role);
      chosen.set(role, answer);
      return true;
    });
  for (const role of roles) place(role, new Set());
  return chosen;
}
