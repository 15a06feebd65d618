import { roleNamed, type RoleId } from "./role";

/**
 * How many of an item's roles have to sign: all of them, all by distinct people, or one; "one instead": one may stand in
 * for a source that is not there or cannot tell.
 */
export const SIGNING = ["all", "all distinct", "one", "one instead"] as const;

/** Who has to sign an item. */
export interface Signers {
  readonly roles: readonly RoleId[];
  /** Whether nobody counts for two of the roles. */
  readonly isDistinct: boolean;
  /** Whether one of several roles is enough; otherwise each has to sign. */
  readonly isOneEnough: boolean;
}

/** What a line of the runbook says of who signs it. */
interface SignedLine {
  readonly signers?: readonly RoleId[] | undefined;
  readonly signing?: (typeof SIGNING)[number] | undefined;
}

/** Who has to sign a runbook item; null: nobody. */
export function signersOf({ signers, signing = "all" }: SignedLine): Signers | null {
  if (signers === undefined) return null;
  return {
    roles: signers,
    isDistinct: signing === "all distinct",
    isOneEnough: signers.length > 1 && (signing === "one" || signing === "one instead"),
  };
}

/**
 * Who has to sign, in a feature's words: "the release owner, the on-call engineer, each another person", "the product
 * owner or the Phase 4 lead". @throws Error a role that is none, with the accepted forms.
 */
export function signersIn(words: string): Signers {
  const [whom = "", distinctly] = words.split(/(, each another person)$/);
  const isOneEnough = whom.includes(" or ");
  const roles = whom.split(isOneEnough ? " or " : ", ").map((name) => roleIn(name, words));
  return { roles, isDistinct: distinctly !== undefined, isOneEnough };
}

function roleIn(name: string, words: string): RoleId {
  const found = roleNamed(name.replace(/^the /, ""));
  if (found !== undefined) return found;
  throw new Error(
    `"${words}" names a role that does not sign. Write such as the release owner, or the product owner or the Phase 4 lead; ` +
      'with ", each another person" at the end nobody counts twice. All roles stand in support/model/role.ts.',
  );
}

/** Who may sign, where the environment says so. */
export interface Person {
  readonly name: string;
  readonly roles: readonly RoleId[];
  /** Member id in Slack, "U0123456789"; undefined: this person's answers are not read there. */
  readonly slackUserId?: string | undefined;
}

/** The person of that name; undefined: there is none. */
export function personNamed(people: readonly Person[], name: string): Person | undefined {
  return people.find((person) => personKey(person.name) === personKey(name));
}

/** What a person is known by: the same one writes the name with other capitals and spaces. */
export function personKey(name: string): string {
  return name.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim();
}
