import { randomBytes } from "node:crypto";
import { z } from "zod";
import { labels, logName, resource, writtenEntry, type StoredEntry, type WrittenEntry } from "./log-entry";
import { invalidArgument, RpcError } from "./rpc-status";

const writeRequest = z.strictObject({
  logName: logName.optional(),
  resource: resource.optional(),
  labels: labels.optional(),
  entries: z.array(z.unknown()).min(1),
  partialSuccess: z.boolean().optional(),
  dryRun: z.boolean().optional(),
});

type WriteRequest = z.infer<typeof writeRequest>;

const ENTRY_LIMIT_BYTES = 256 * 1024;

/** What a write request asks to keep: nothing on a dry run, and with partial success the error beside the good entries. */
export interface WriteOutcome {
  readonly entries: readonly StoredEntry[];
  readonly error: RpcError | undefined;
}

/**
 * Reads the body of `entries:write`.
 *
 * @throws RpcError when the request as a whole is refused.
 */
export function readWrite(body: unknown, projectId: string): WriteOutcome {
  const checked = writeRequest.safeParse(body);
  if (!checked.success) throw refusalOf(checked.error);
  const request = checked.data;
  const results = request.entries.map((entry) => readEntry(entry, request, projectId));
  const entries = results.flatMap((result) => (result instanceof RpcError ? [] : [result]));
  const error = errorOf(results);
  if (error !== undefined && request.partialSuccess !== true) throw error;
  return { entries: request.dryRun === true ? [] : entries, error };
}

/** The refusal of a body that does not fit its schema. */
export function refusalOf(error: z.ZodError): RpcError {
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  if (issue?.code === "unrecognized_keys") {
    const where = field === "" ? "" : ` at '${field}'`;
    return invalidArgument(
      `Invalid JSON payload received. Unknown name "${issue.keys[0]}"${where}: Cannot find field.`,
      field,
    );
  }
  return invalidArgument(`Invalid value at '${field}': ${issue?.message ?? "not readable"}`, field);
}

function readEntry(given: unknown, request: WriteRequest, projectId: string): StoredEntry | RpcError {
  const checked = writtenEntry.safeParse(given);
  if (!checked.success) return refusalOf(checked.error);
  if (Buffer.byteLength(JSON.stringify(given)) > ENTRY_LIMIT_BYTES)
    return invalidArgument("Log entry exceeds the maximum size of 256.0K.", "entries");
  const entry = checked.data;
  const name = entry.logName ?? request.logName;
  const source = entry.resource ?? request.resource;
  if (name === undefined) return invalidArgument("Log entry has no logName.", "log_name");
  if (source === undefined) return invalidArgument("Log entry has no resource.", "resource");
  if (!name.startsWith(`projects/${projectId}/`)) return permissionDenied("logging.logEntries.create");
  return complete(entry, request, name, { type: source.type, labels: { project_id: projectId, ...source.labels } });
}

function complete(
  entry: WrittenEntry,
  request: WriteRequest,
  name: string,
  source: StoredEntry["resource"],
): StoredEntry {
  const receiveTimestamp = new Date().toISOString();
  const merged = { ...request.labels, ...entry.labels };
  const { timestamp, insertId, ...rest } = entry;
  return {
    ...rest,
    ...(Object.keys(merged).length > 0 && { labels: merged }),
    logName: name,
    resource: source,
    timestamp: timestamp === undefined ? receiveTimestamp : inUtc(timestamp),
    receiveTimestamp,
    insertId: insertId === undefined || insertId === "" ? randomBytes(9).toString("hex") : insertId,
    severity: entry.severity ?? "DEFAULT",
  };
}

/** Google gives times back in UTC; a fraction finer than milliseconds survives where the zone was UTC already. */
function inUtc(time: string): string {
  return time.endsWith("Z") ? time : new Date(time).toISOString();
}

/** 403, which Google also answers for a project that does not exist. */
export function permissionDenied(permission: string): RpcError {
  return new RpcError("PERMISSION_DENIED", `Permission '${permission}' denied on resource (or it may not exist).`);
}

/** One error for all refused entries, with each one's own under its index. */
function errorOf(results: readonly (StoredEntry | RpcError)[]): RpcError | undefined {
  const errors = results.flatMap((result, index) => (result instanceof RpcError ? [{ index, error: result }] : []));
  const [first] = errors;
  if (first === undefined) return undefined;
  const logEntryErrors = Object.fromEntries(
    errors.map(({ index, error }) => [
      String(index),
      { code: error.code === "PERMISSION_DENIED" ? 7 : 3, message: error.message },
    ]),
  );
  return new RpcError(first.error.code, first.error.message, [
    ...first.error.details,
    { "@type": "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors", logEntryErrors },
  ]);
}
