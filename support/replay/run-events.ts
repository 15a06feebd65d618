import { writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Redactor } from "../reporting/redact";
import type { RunnerReport } from "../runner/runner-report";

/** Name of the file within a run's folder: what happened in the run beside what its checks read. */
export const RUN_EVENTS_FILE = "run-events.json";

const SCHEMA_VERSION = 1;

/** What happened beside the checks' own steps: it counts in the verdict, and no question asks for it. */
export type RunEvents = Pick<RunnerReport, "strayErrors" | "brokenOff" | "runErrors">;

const text = z.string();

const schema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  strayErrors: z.array(z.object({ checkId: text.nullable(), type: text, message: text })),
  brokenOff: z.array(z.object({ checkId: text, message: text })),
  runErrors: z.array(
    z.object({
      kind: z.enum([
        "features-unreadable",
        "support-code-not-loaded",
        "need-not-met",
        "error-without-owner",
        "interrupted",
      ]),
      message: text,
      couldNotRun: z.boolean(),
    }),
  ),
});

/** Writes `run-events.json`, redacted, when the last check has ended. */
export function writeRunEvents(runFolder: string, events: RunEvents, redactor: Redactor): void {
  const { strayErrors, brokenOff, runErrors } = events;
  const content = redactor.json({ schemaVersion: SCHEMA_VERSION, strayErrors, brokenOff, runErrors });
  writeFileSync(path.join(runFolder, RUN_EVENTS_FILE), `${JSON.stringify(content, null, 2)}\n`, { flush: true });
}

/** Reads what `writeRunEvents` wrote. @throws SyntaxError or ZodError: it is something else, or of another version. */
export function parseRunEvents(content: string): RunEvents {
  const { strayErrors, brokenOff, runErrors } = schema.parse(JSON.parse(content));
  return { strayErrors, brokenOff, runErrors };
}
