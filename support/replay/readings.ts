import { z } from "zod";
import type { Json } from "./plain-data";
import { type Thrown, thrownSchema } from "./thrown";

/** Title of the evidence that holds a check's readings: by it a replay finds it. */
export const READINGS_TITLE = "What this check read, for judging it again";

/** The version of the file's shape; it grows when a reader of the old shape would misread the new one. */
export const READINGS_SCHEMA_VERSION = 1;

/** What a check asked: a system by its name in the runbook's words, then one of its verbs or fields. */
export interface Question {
  readonly system: string;
  /** What the system was asked for with; mostly nothing. */
  readonly systemArguments: readonly Json[];
  /** null: the system itself was asked for. */
  readonly verb: string | null;
  readonly arguments: readonly Json[];
}

/** What came of a question. */
export type Reply =
  /** The system is there; its verbs have replies of their own. */
  | { readonly kind: "stands" }
  /** A plain field of the system. */
  | { readonly kind: "field"; readonly value: Json }
  /** The verb gave it at once. */
  | { readonly kind: "returned"; readonly value: Json }
  /** The verb gave it later: the usual case. */
  | { readonly kind: "resolved"; readonly value: Json }
  | { readonly kind: "threw"; readonly thrown: Thrown }
  | { readonly kind: "rejected"; readonly thrown: Thrown }
  /** No answer came before the step's deadline of so many ms; null: the check ended before, for another reason. */
  | { readonly kind: "unanswered"; readonly deadlineMs: number | null }
  /** The answer was no plain data, so it is not kept. */
  | { readonly kind: "not-plain"; readonly what: string };

/** A question with what came of it. */
export interface Asked {
  readonly question: Question;
  readonly reply: Reply;
}

/** A change that could not be undone when the check ended. */
export interface LeftBehind {
  readonly description: string;
  /** The error's own words. */
  readonly reason: string;
}

/** All that one check read. */
export interface Readings {
  readonly schemaVersion: typeof READINGS_SCHEMA_VERSION;
  /** Id of the check: "D3-I2a". */
  readonly check: string;
  /** SHA-256 of the run's inputs.json; null: the run has none. */
  readonly inputs: string | null;
  /** At which of its conclusions, from 1, the check was found interrupted; null: at none. */
  readonly interruptedAt: number | null;
  readonly leftBehind: readonly LeftBehind[];
  /** In the order in which they were asked. */
  readonly asked: readonly Asked[];
}

const text = z.string();
const json = z.json();

const schema = z.object({
  schemaVersion: z.literal(READINGS_SCHEMA_VERSION),
  check: text,
  inputs: text.nullable(),
  interruptedAt: z.number().nullable(),
  leftBehind: z.array(z.object({ description: text, reason: text })),
  asked: z.array(
    z.object({
      question: z.object({
        system: text,
        systemArguments: z.array(json),
        verb: text.nullable(),
        arguments: z.array(json),
      }),
      reply: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("stands") }),
        z.object({ kind: z.literal("field"), value: json }),
        z.object({ kind: z.literal("returned"), value: json }),
        z.object({ kind: z.literal("resolved"), value: json }),
        z.object({ kind: z.literal("threw"), thrown: thrownSchema }),
        z.object({ kind: z.literal("rejected"), thrown: thrownSchema }),
        z.object({ kind: z.literal("unanswered"), deadlineMs: z.number().nullable() }),
        z.object({ kind: z.literal("not-plain"), what: text }),
      ]),
    }),
  ),
});

/** The readings as JSON: the head on a line, then a line for each question. */
export function readingsText({ asked, ...head }: Readings): string {
  const lines = asked.map((one) => `\n    ${JSON.stringify(one)}`).join(",");
  return `{\n  "readings": ${JSON.stringify(head)},\n  "asked": [${lines}\n  ]\n}\n`;
}

/** Reads what `readingsText` wrote. @throws SyntaxError or ZodError: it is something else, or of another version. */
export function parseReadings(content: string): Readings {
  const { readings, asked } = z.object({ readings: z.looseObject({}), asked: z.unknown() }).parse(JSON.parse(content));
  return schema.parse({ ...readings, asked });
}
