import { roleNamed, type RoleId } from "./role";

/** How many of an item's roles have to sign: all of them, all by distinct people, or one. */
export const SIGNING = ["all", "all distinct", "one"] as const;

/** Who has to sign an item. */
export interface Signers {
  readonly roles: readonly RoleId[];
  /** Whether nobody counts for two of the roles. */
  readonly isDistinct: boolean;
  /** Whether one of the roles is enough; otherwise each has to sign. */
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
  return { roles: signers, isDistinct: signing === "all distinct", isOneEnough: signing === "one" };
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

/** What a person is known by: the same one writes the name with other capitals and spaces. */
export function personKey(name: string): string {
  return name.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim();
}
