import { z } from "zod";

/** Severities in rising order, with the numbers of the LogSeverity enum. */
export const SEVERITIES = {
  DEFAULT: 0,
  DEBUG: 100,
  INFO: 200,
  NOTICE: 300,
  WARNING: 400,
  ERROR: 500,
  CRITICAL: 600,
  ALERT: 700,
  EMERGENCY: 800,
} as const;

/** The name of a severity. */
export type Severity = keyof typeof SEVERITIES;

/** Says whether text is the name of a severity. */
export function isSeverity(name: string): name is Severity {
  return Object.hasOwn(SEVERITIES, name);
}

/** `projects/P/logs/ID` with the ID URL-encoded. */
export const logName = z
  .string()
  .regex(/^projects\/[a-z0-9][a-z0-9-]*\/logs\/(?:[A-Za-z0-9_.-]|%[0-9A-Fa-f]{2}){1,511}$/);
export const labels = z.record(z.string(), z.string());
export const resource = z.strictObject({ type: z.string().min(1), labels: labels.optional() });
const fields = z.record(z.string(), z.unknown());
const time = z.iso.datetime({ offset: true });

/** A LogEntry as it may be written; a field that the API does not have is an error, as it is for Google. */
export const writtenEntry = z
  .strictObject({
    logName: logName.optional(),
    resource: resource.optional(),
    timestamp: time.optional(),
    receiveTimestamp: time.optional(),
    severity: z
      .enum(["DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"])
      .optional(),
    insertId: z.string().max(512).optional(),
    labels: labels.optional(),
    textPayload: z.string().optional(),
    jsonPayload: fields.optional(),
    protoPayload: fields.optional(),
    httpRequest: fields.optional(),
    operation: fields.optional(),
    sourceLocation: fields.optional(),
    split: fields.optional(),
    trace: z.string().optional(),
    spanId: z.string().optional(),
    traceSampled: z.boolean().optional(),
  })
  .refine(
    ({ textPayload, jsonPayload, protoPayload }) =>
      [textPayload, jsonPayload, protoPayload].filter((payload) => payload !== undefined).length <= 1,
    { error: "oneof field 'payload' is already set", path: ["payload"] },
  );

/** A LogEntry as it may be written. */
export type WrittenEntry = z.infer<typeof writtenEntry>;

/** A LogEntry as it is kept and listed: what the writer left open is filled in. */
export interface StoredEntry extends Omit<
  WrittenEntry,
  "logName" | "resource" | "timestamp" | "receiveTimestamp" | "insertId" | "severity"
> {
  readonly logName: string;
  readonly resource: z.infer<typeof resource>;
  readonly timestamp: string;
  readonly receiveTimestamp: string;
  readonly insertId: string;
  readonly severity: Severity;
}
