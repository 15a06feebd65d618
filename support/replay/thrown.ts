import { z } from "zod";
import { CheckFailedError, ConfigurationError, InconclusiveError } from "../errors";
import { CAUSES } from "../model/outcome";
import { decodePlain, encodePlain, NotPlainError, type Json } from "./plain-data";

const text = z.string();
const explanation = z.object({ what: text, where: text, why: text, fix: text });
const problems = z.tuple([explanation], explanation);

const plain = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("inconclusive"), reason: z.enum(CAUSES), problems }),
  z.object({ kind: z.literal("failed"), problems }),
  z.object({
    kind: z.literal("configuration"),
    problem: text,
    faults: z.array(z.object({ where: text, what: text, fix: text })),
  }),
  z.object({ kind: z.literal("value"), value: z.json() }),
]);

/** Another error: its class cannot be made again, its words can. */
export interface OtherError {
  readonly kind: "error";
  readonly name: string;
  readonly message: string;
  /** As the engine wrote it; null: it had none. */
  readonly stack: string | null;
  readonly cause: Thrown | null;
}

/** What was thrown, as data. */
export type Thrown = z.infer<typeof plain> | OtherError;

/** Reads what was thrown out of a record. */
export const thrownSchema: z.ZodType<Thrown> = z.lazy(() =>
  z.union([
    plain,
    z.object({
      kind: z.literal("error"),
      name: text,
      message: text,
      stack: text.nullable(),
      cause: thrownSchema.nullable(),
    }),
  ]),
);

/** What was thrown, as data from which `thrownAgain` makes it anew. */
export function thrownAsData(thrown: unknown): Thrown {
  if (thrown instanceof InconclusiveError) {
    const [first, ...others] = thrown.problems;
    return { kind: "inconclusive", reason: thrown.reason, problems: [first, ...others] };
  }
  if (thrown instanceof CheckFailedError) {
    const [first, ...others] = thrown.problems;
    return { kind: "failed", problems: [first, ...others] };
  }
  if (thrown instanceof ConfigurationError) {
    return { kind: "configuration", problem: thrown.problem, faults: [...thrown.faults] };
  }
  if (!(thrown instanceof Error)) return { kind: "value", value: valueOf(thrown) };
  const { name, message, stack, cause } = thrown;
  return {
    kind: "error",
    name,
    message,
    stack: stack ?? null,
    cause: cause === undefined ? null : thrownAsData(cause),
  };
}

function valueOf(thrown: unknown): ReturnType<typeof z.json>["_output"] {
  try {
    return z.json().parse(encodePlain(thrown));
  } catch (error) {
    if (error instanceof NotPlainError) return String(thrown);
    throw error;
  }
}

/** What was thrown, to be thrown again: of the same class where it is ours, otherwise an Error with the same words. */
export function thrownAgain(data: Thrown): unknown {
  switch (data.kind) {
    case "inconclusive":
      return new InconclusiveError(data.reason, data.problems);
    case "failed":
      return new CheckFailedError(data.problems);
    case "configuration":
      return new ConfigurationError(data.problem, data.faults);
    case "value":
      return decodePlain(data.value satisfies Json);
    case "error":
      return otherError(data);
  }
}

function otherError({ name, message, stack, cause }: OtherError): Error {
  const error = new Error(message, cause === null ? {} : { cause: thrownAgain(cause) });
  error.name = name;
  error.stack = stack ?? `${name}: ${message}`;
  return error;
}
