import { InconclusiveError } from "../../errors";
import { valueAt } from "../transport/json-value";

/** Where the conditions stand, and what each holds; all are JSON pointers, the last three within a condition. */
export interface ConditionsShape {
  /** To the array of conditions. */
  readonly list: string;
  readonly name: string;
  /** To true or false. */
  readonly isMet: string;
  /** Why it is met or not; undefined: it does not say. */
  readonly reason?: string | undefined;
}

/** An answer, and whose it is. */
export interface ConditionsAnswer {
  readonly system: string;
  readonly where: string;
  readonly document: unknown;
}

/**
 * The conditions that are not met, each as "name: reason" in the source's own words. One that says neither true nor
 * false is not met.
 * @throws InconclusiveError no-data where there is no list of conditions with names.
 */
export function readUnmet({ system, where, document }: ConditionsAnswer, shape: ConditionsShape): readonly string[] {
  const list: unknown = valueAt(document, shape.list);
  const conditions = Array.isArray(list) ? list.map((one: unknown) => describe(one, shape)) : [];
  if (conditions.length > 0 && conditions.every((one) => one !== null)) {
    return conditions.filter(({ isMet }) => !isMet).map(({ text }) => text);
  }
  const found = Array.isArray(list) ? `${list.length} conditions, not all with a name` : "no list of conditions";
  throw new InconclusiveError("no-data", [
    {
      what: `The answer of ${system} holds ${found} at "${shape.list}".`,
      where,
      why: "Probably its shape is another than the environment file says, or its API has changed.",
      fix: "Read the answer in the evidence and correct abTest.conditions in the environment file.",
    },
  ]);
}

function describe(condition: unknown, shape: ConditionsShape): { isMet: boolean; text: string } | null {
  const name = valueAt(condition, shape.name);
  if (typeof name !== "string" || name === "") return null;
  const isMet = valueAt(condition, shape.isMet);
  if (typeof isMet !== "boolean") return { isMet: false, text: `${name}: it is not said whether this is met` };
  const reason = shape.reason === undefined ? undefined : valueAt(condition, shape.reason);
  return { isMet, text: typeof reason === "string" && reason !== "" ? `${name}: ${reason}` : name };
}
