import { writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { CANARY_PHASES } from "../model/schedule";
import { PHASES } from "../model/runbook";
import type { Redactor } from "../reporting/redact";
import type { Session } from "../session";
import { sha256Of } from "./feature-digests";
import { decodePlain, encodePlain, type Json } from "./plain-data";

/** Name of the file within a run's folder: what the run was judged by besides what its checks read. */
export const INPUTS_FILE = "inputs.json";

/** The version of the file's shape; it grows when a reader of the old shape would misread the new one. */
export const INPUTS_SCHEMA_VERSION = 1;

/** The fields of a Session that are data: all that judgements may use of it. */
export type SessionData = Omit<Session, (typeof NOT_DATA)[number]>;

/** What of a Session is made anew for each run, or is no data. */
const NOT_DATA = [
  "signal",
  "evidence",
  "systemsFor",
  "limits",
  "inputsDigest",
  "onLimitAsked",
  "wasInterruptedAt",
] as const satisfies readonly (keyof Session)[];

const text = z.string();

const sessionSchema = z.looseObject({
  environmentName: text,
  runId: text,
  permits: z.array(text),
  canaryVersion: text,
  phase: z.enum(PHASES),
  evaluatedAt: text,
  canary: z
    .object({ rolledOutAt: text, checkpoints: z.array(z.object({ phase: z.enum(CANARY_PHASES), at: text })) })
    .nullable(),
  language: z.enum(["en", "ko"]),
  proportions: z.object({ method: z.enum(["exact", "plain"]), confidence: z.number(), minimumRequests: z.number() }),
});

const schema = z.object({
  schemaVersion: z.literal(INPUTS_SCHEMA_VERSION),
  /** What judged, by name. */
  versions: z.record(text, text),
  run: z.object({
    runId: text,
    environment: text,
    rehearsal: z.boolean(),
    standIns: z.array(text).readonly(),
    phase: z.enum(PHASES),
    release: z.object({ id: text, service: text, canaryVersion: text, legacyVersion: text }),
    /** The time that is judged. */
    evaluatedAt: text,
    startedAt: text,
  }),
  /** Which scenarios were selected: a tag expression. */
  tags: text,
  session: z.json(),
  features: z.array(z.object({ path: text, sha256: text })).readonly(),
});

/** What a run was judged by besides what its checks read; plain data. */
export type Inputs = Omit<z.infer<typeof schema>, "session"> & { readonly session: SessionData };

/** What of the inputs the command gives; the rest is taken from the Session. */
export interface GivenInputs extends Omit<Inputs, "schemaVersion" | "session"> {
  readonly session: Session;
}

/**
 * Writes `inputs.json`, redacted, before the first check begins.
 * @returns its SHA-256, for the Session. @throws NotPlainError where a field of the Session is neither data nor known.
 */
export function writeInputs(runFolder: string, given: GivenInputs, redactor: Redactor): string {
  const { session, ...others } = given;
  const inputs = { schemaVersion: INPUTS_SCHEMA_VERSION, ...others, session: dataOf(session) };
  const content = `${JSON.stringify(redactor.json(inputs), null, 2)}\n`;
  writeFileSync(path.join(runFolder, INPUTS_FILE), content, { flush: true });
  return sha256Of(content);
}

/** Reads what `writeInputs` wrote. @throws SyntaxError or ZodError: it is something else, or of another version. */
export function parseInputs(content: string): Inputs {
  const { session, ...others } = schema.parse(JSON.parse(content));
  return { ...others, session: sessionSchema.parse(decodePlain(session)) };
}

function dataOf(session: Session): Json {
  const notData: readonly string[] = NOT_DATA;
  return encodePlain(Object.fromEntries(Object.entries(session).filter(([name]) => !notData.includes(name))));
}
