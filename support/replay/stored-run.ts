import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { ConfigurationError, type ConfigurationFault, messageOf } from "../errors";
import { checkIds } from "../reporting/check-ids";
import { VERDICT_FILE, VERDICT_SCHEMA_VERSION } from "../reporting/verdict-file";
import { sha256Of } from "./feature-digests";
import { INPUTS_FILE, parseInputs, type Inputs } from "./inputs";
import { parseReadings, READINGS_TITLE, type Readings } from "./readings";
import { parseRunEvents, RUN_EVENTS_FILE, type RunEvents } from "./run-events";

const text = z.string();

/** What a replay needs to know of a verdict.json; all else is kept as it stands. */
export const verdictSchema = z.looseObject({
  runId: text,
  verdict: z.enum(["GO", "NO-GO", "INCONCLUSIVE"]),
  checks: z.array(
    z.looseObject({
      items: z.array(text),
      scenario: text,
      outcome: z.enum(["passed", "failed", "inconclusive", "not-run"]),
      evidence: z.array(z.object({ path: text, sha256: text, mediaType: text, title: text })),
    }),
  ),
});

/** One check of a stored run. */
export interface StoredCheck {
  readonly id: string;
  /** As verdict.json has it. */
  readonly document: z.infer<typeof verdictSchema>["checks"][number];
  /** null: the check was never begun, so it read nothing. */
  readonly readings: Readings | null;
  /** Path of the readings, for people. */
  readonly readingsPath: string;
}

/** A finished run, as its folder holds it. */
export interface StoredRun {
  readonly folder: string;
  /** verdict.json, as it stands there. */
  readonly document: z.infer<typeof verdictSchema>;
  readonly checks: readonly StoredCheck[];
  readonly inputs: Inputs;
  readonly events: RunEvents;
}

/**
 * Reads a run's folder and holds every piece of evidence against its digest in verdict.json.
 * @throws ConfigurationError with all that is missing, changed or unreadable, each with its check and how to fix it.
 */
export function readStoredRun(given: string): StoredRun {
  const folder = existingFolder(given);
  const document = readVerdict(folder);
  const ids = checkIds(document.checks);
  const checks = document.checks.map((check, index) => ({ id: ids[index] ?? "", check }));
  refuse(
    folder,
    checks.flatMap(({ id, check }) => check.evidence.flatMap((piece) => damage(folder, id, piece))),
  );
  const { parsed: inputs, digest } = readBeside(folder, INPUTS_FILE, parseInputs);
  const { parsed: events } = readBeside(folder, RUN_EVENTS_FILE, parseRunEvents);
  const faults: ConfigurationFault[] = [];
  const stored = checks.map(({ id, check }) => readCheck(folder, id, check, digest, faults));
  refuse(folder, faults);
  return { folder, document, checks: stored, inputs, events };
}

function existingFolder(given: string): string {
  try {
    return realpathSync(given);
  } catch {
    throw new ConfigurationError("There is no run to judge again.", [
      {
        where: given,
        what: "there is no such folder",
        fix: "name the folder of a run, such as reports/rehearsal/latest/preflight",
      },
    ]);
  }
}

function refuse(folder: string, faults: readonly ConfigurationFault[]): void {
  if (faults.length === 0) return;
  throw new ConfigurationError(`The run ${path.basename(folder)} cannot be judged again.`, faults);
}

const RUN_ANEW = "a run whose record is not whole proves nothing: run its phase anew";

function readVerdict(folder: string): StoredRun["document"] {
  const file = path.join(folder, VERDICT_FILE);
  const content = contentOf(file);
  if (content === null) {
    throw unusable(folder, VERDICT_FILE, "it is missing: the run was ended before its verdict was written", RUN_ANEW);
  }
  const data = jsonOf(content);
  const version = z.looseObject({ schemaVersion: z.unknown() }).safeParse(data).data?.schemaVersion;
  if (typeof version === "number" && version !== VERDICT_SCHEMA_VERSION) {
    const what = `its schemaVersion is ${version}, and this version of canary-runbook reads ${VERDICT_SCHEMA_VERSION}`;
    throw unusable(folder, VERDICT_FILE, what, "judge it with the version of canary-runbook that made the run");
  }
  const read = verdictSchema.safeParse(data);
  if (read.success) return read.data;
  throw unusable(folder, VERDICT_FILE, `it is no verdict.json of ours: ${firstIssue(read.error)}`, RUN_ANEW);
}

/** What is wrong with a piece of evidence; nothing where it is as verdict.json says. */
function damage(folder: string, id: string, piece: { path: string; sha256: string; title: string }) {
  const inside = path.posix.normalize(piece.path);
  const named = `${piece.path} (${id}: ${piece.title})`;
  const fault = (what: string): ConfigurationFault[] => [{ where: named, what, fix: RUN_ANEW }];
  if (!inside.startsWith("evidence/")) return fault("its path leads out of the run's evidence");
  const content = contentOf(path.join(folder, inside));
  if (content === null) return fault("this evidence is missing");
  const digest = sha256Of(content);
  return digest === piece.sha256
    ? []
    : fault(`this evidence was changed: its SHA-256 is ${digest}, and was ${piece.sha256}`);
}

function readBeside<Parsed>(
  folder: string,
  name: string,
  parse: (content: string) => Parsed,
): { readonly parsed: Parsed; readonly digest: string } {
  const content = contentOf(path.join(folder, name));
  if (content === null) {
    throw unusable(
      folder,
      name,
      "it is missing: the run was made by a version that could not be judged again",
      RUN_ANEW,
    );
  }
  try {
    return { parsed: parse(content.toString("utf8")), digest: sha256Of(content) };
  } catch (error) {
    throw unusable(folder, name, `it cannot be read: ${wordsOf(error)}`, RUN_ANEW);
  }
}

function readCheck(
  folder: string,
  id: string,
  document: StoredCheck["document"],
  inputsDigest: string,
  faults: ConfigurationFault[],
): StoredCheck {
  const piece = document.evidence.find(({ title }) => title === READINGS_TITLE);
  if (piece === undefined) {
    const what = `the check ended ${document.outcome}, and verdict.json names no readings of it`;
    if (document.outcome !== "not-run") faults.push({ where: id, what, fix: RUN_ANEW });
    return { id, document, readings: null, readingsPath: VERDICT_FILE };
  }
  const where = `${piece.path} (${id})`;
  try {
    const readings = parseReadings((contentOf(path.join(folder, piece.path)) ?? "").toString("utf8"));
    if (readings.inputs !== null && readings.inputs !== inputsDigest) {
      const what = `${INPUTS_FILE} was changed: its SHA-256 is ${inputsDigest}, and was ${readings.inputs} for this check`;
      faults.push({ where, what, fix: RUN_ANEW });
    }
    return { id, document, readings, readingsPath: piece.path };
  } catch (error) {
    faults.push({ where, what: `the readings cannot be read: ${wordsOf(error)}`, fix: RUN_ANEW });
    return { id, document, readings: null, readingsPath: piece.path };
  }
}

function contentOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function jsonOf(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8"));
  } catch {
    return null;
  }
}

function unusable(folder: string, where: string, what: string, fix: string): ConfigurationError {
  return new ConfigurationError(`The run ${path.basename(folder)} cannot be judged again.`, [{ where, what, fix }]);
}

function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError) return firstIssue(error);
  return messageOf(error);
}

function firstIssue({ issues }: z.ZodError): string {
  const [first] = issues;
  if (first === undefined) return "it has not the form that it must have";
  return `${first.path.length === 0 ? "" : `${first.path.join(".")}: `}${first.message}`;
}
