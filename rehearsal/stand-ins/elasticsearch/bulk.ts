import { isRecord, parseJson } from "../outside-data";
import { ElasticsearchError, illegalArgument } from "./errors";
import type { Store, WriteOperation } from "./store";
import type { StoredDocument } from "./stored-document";

const METADATA_KEYS = [
  "_index",
  "_id",
  "routing",
  "pipeline",
  "require_alias",
  "require_data_stream",
  "list_executed_pipelines",
];

interface BulkItem {
  readonly operation: WriteOperation;
  readonly target: string;
  readonly id: string | undefined;
  readonly sourceText: string;
}

/**
 * Carries out a `_bulk` body: each item succeeds or fails on its own.
 *
 * @throws ElasticsearchError when the body as a whole cannot be read; then nothing was written.
 */
export function writeBulk(store: Store, body: string, defaultTarget: string | undefined): Record<string, unknown> {
  const started = Date.now();
  const items = readItems(body, defaultTarget).map((item) => writeItem(store, item));
  return {
    errors: items.some(({ isFailed }) => isFailed),
    took: Date.now() - started,
    items: items.map(({ entry }) => entry),
  };
}

function readItems(body: string, defaultTarget: string | undefined): BulkItem[] {
  if (body.trim() === "") throw new ElasticsearchError(400, "parse_exception", "request body is required");
  if (!body.endsWith("\n")) throw illegalArgument("The bulk request must be terminated by a newline [\\n]");
  const lines = body.split("\n").slice(0, -1);
  const items: BulkItem[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const actionLine = lines[at] ?? "";
    if (actionLine.trim() === "") {
      at -= 1;
      continue;
    }
    const sourceText = lines[at + 1];
    if (sourceText === undefined) throw illegalArgument("The bulk request must contain a source after each action");
    items.push({ ...readAction(actionLine, at + 1, defaultTarget), sourceText });
  }
  return items;
}

function readAction(line: string, lineNumber: number, defaultTarget: string | undefined): Omit<BulkItem, "sourceText"> {
  const parsed = parseJson(line);
  const malformed = `Malformed action/metadata line [${lineNumber}]`;
  if (!parsed.ok || !isRecord(parsed.value)) throw illegalArgument(`${malformed}, expected START_OBJECT`);
  const [operation, metadata] = Object.entries(parsed.value)[0] ?? ["", undefined];
  if ((operation !== "create" && operation !== "index") || !isRecord(metadata))
    throw illegalArgument(`${malformed}, expected field [create] or [index] but found [${operation}]`);
  const unknown = Object.keys(metadata).find((key) => !METADATA_KEYS.includes(key));
  if (unknown !== undefined)
    throw illegalArgument(`Action/metadata line [${lineNumber}] contains an unknown parameter [${unknown}]`);
  const target = metadata["_index"] ?? defaultTarget;
  const id = metadata["_id"];
  if (typeof target !== "string" || target === "")
    throw new ElasticsearchError(400, "action_request_validation_exception", "Validation Failed: 1: index is missing;");
  return { operation, target, id: typeof id === "string" || typeof id === "number" ? String(id) : undefined };
}

function writeItem(store: Store, item: BulkItem): { isFailed: boolean; entry: Record<string, unknown> } {
  try {
    const document = store.write(item.operation, item.target, item.id, readSource(item.sourceText));
    return {
      isFailed: false,
      entry: { [item.operation]: { ...writeResult(document), status: document.version > 1 ? 200 : 201 } },
    };
  } catch (error) {
    if (!(error instanceof ElasticsearchError)) throw error;
    const { status, type, reason } = error;
    return {
      isFailed: true,
      entry: { [item.operation]: { _index: item.target, _id: item.id ?? null, status, error: { type, reason } } },
    };
  }
}

/** A document's JSON. @throws ElasticsearchError `document_parsing_exception` */
export function readSource(source: string): Record<string, unknown> {
  const parsed = parseJson(source);
  if (parsed.ok && isRecord(parsed.value)) return parsed.value;
  throw new ElasticsearchError(400, "document_parsing_exception", "[1:1] failed to parse");
}

/** What Elasticsearch answers about a written document. */
export function writeResult(document: StoredDocument): Record<string, unknown> {
  return {
    _index: document.index,
    _id: document.id,
    _version: document.version,
    result: document.version > 1 ? "updated" : "created",
    _shards: { total: 2, successful: 1, failed: 0 },
    _seq_no: document.seqNo,
    _primary_term: 1,
  };
}
