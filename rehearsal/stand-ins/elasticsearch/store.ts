import { randomBytes } from "node:crypto";
import { isRecord } from "../outside-data";
import { dateOf, valuesAt } from "./fields";
import { ElasticsearchError, illegalArgument, indexNotFound } from "./errors";
import type { StoredDocument } from "./stored-document";

/** Which write operation was asked for: `create` never replaces. */
export type WriteOperation = "create" | "index";

/** How an index expression that matches nothing is treated. */
export interface ExpressionOptions {
  readonly isMissingIndexIgnored: boolean;
  readonly isEmptyPatternAllowed: boolean;
}

/** The documents of the rehearsal's Elasticsearch, in the order of their arrival; readable at once after a write. */
export class Store {
  /** By index and id; a document that is written anew moves to the end. */
  readonly #documents = new Map<string, StoredDocument>();
  readonly #indices = new Map<string, { target: string; isDataStream: boolean }>();
  #seqNo = 0;

  all(): readonly StoredDocument[] {
    return [...this.#documents.values()];
  }

  /**
   * Writes a document and sets `event.ingested`, as the ingest pipeline of an observability cluster does.
   *
   * @throws ElasticsearchError as Elasticsearch refuses the write.
   */
  write(
    operation: WriteOperation,
    target: string,
    id: string | undefined,
    source: Record<string, unknown>,
  ): StoredDocument {
    const { index, isDataStream } = this.#resolveTarget(target);
    if (isDataStream) checkDataStreamWrite(operation, source);
    const existing = id === undefined ? undefined : this.find(index, id);
    if (existing !== undefined && operation === "create") {
      const reason = `[${existing.id}]: version conflict, document already exists (current version [${existing.version}])`;
      throw new ElasticsearchError(409, "version_conflict_engine_exception", reason, { index });
    }
    this.#indices.set(index, { target, isDataStream });
    const document: StoredDocument = {
      index,
      target,
      isInDataStream: isDataStream,
      id: id ?? randomBytes(15).toString("base64url"),
      version: (existing?.version ?? 0) + 1,
      seqNo: this.#seqNo++,
      source: withIngestTime(source),
    };
    const key = keyOf(index, document.id);
    this.#documents.delete(key);
    this.#documents.set(key, document);
    return document;
  }

  find(index: string, id: string): StoredDocument | undefined {
    return this.#documents.get(keyOf(index, id));
  }

  remove(documents: readonly StoredDocument[]): void {
    for (const { index, id } of documents) this.#documents.delete(keyOf(index, id));
  }

  /** The index behind a name to delete from. @throws ElasticsearchError for a data stream or an unknown name. */
  indexToDeleteFrom(name: string): string {
    if (isDataStreamName(name)) throw onlyCreate();
    if (!this.#indices.has(name)) throw indexNotFound(name);
    return name;
  }

  /**
   * The indices that an expression such as `logs-phase4-*,other` names.
   *
   * @throws ElasticsearchError `index_not_found_exception`
   */
  resolve(expression: string, options: ExpressionOptions): readonly string[] {
    return expression.split(",").flatMap((part) => {
      const isPattern = part.includes("*") || part === "_all";
      const matches = wildcard(part === "_all" ? "*" : part);
      const found = [...this.#indices].filter(([index, { target }]) => matches.test(index) || matches.test(target));
      const isAllowed = isPattern ? options.isEmptyPatternAllowed : options.isMissingIndexIgnored;
      if (found.length === 0 && !isAllowed) throw indexNotFound(part);
      return found.map(([index]) => index);
    });
  }

  #resolveTarget(name: string): { index: string; isDataStream: boolean } {
    if (this.#indices.has(name)) return { index: name, isDataStream: this.#indices.get(name)?.isDataStream ?? false };
    if (name !== name.toLowerCase() || /^[-_+.]|[\\/*?"<>| ,#:]/.test(name) || name === "")
      throw new ElasticsearchError(400, "invalid_index_name_exception", `Invalid index name [${name}]`, {
        index: name,
      });
    if (!isDataStreamName(name)) return { index: name, isDataStream: false };
    const existing = [...this.#indices].find(([, { target }]) => target === name);
    const day = new Date().toISOString().slice(0, 10).replaceAll("-", ".");
    return { index: existing?.[0] ?? `.ds-${name}-${day}-000001`, isDataStream: true };
  }
}

function keyOf(index: string, id: string): string {
  return JSON.stringify([index, id]);
}

/** The built-in template makes a data stream of every `logs-<dataset>-<namespace>`. */
function isDataStreamName(name: string): boolean {
  return /^logs-[^-]+-.+$/.test(name);
}

function onlyCreate(): ElasticsearchError {
  return illegalArgument("only write ops with an op_type of create are allowed in data streams");
}

function checkDataStreamWrite(operation: WriteOperation, source: Record<string, unknown>): void {
  if (operation !== "create") throw onlyCreate();
  const [timestamp, ...more] = valuesAt(source, "@timestamp");
  const problem =
    timestamp === undefined
      ? "data stream timestamp field [@timestamp] is missing"
      : more.length > 0
        ? "data stream timestamp field [@timestamp] encountered multiple values"
        : dateOf(timestamp, 0) === undefined || timestamp === "now"
          ? "failed to parse field [@timestamp] of type [date]"
          : undefined;
  if (problem !== undefined) throw new ElasticsearchError(400, "document_parsing_exception", `[1:1] ${problem}`);
}

function withIngestTime(source: Record<string, unknown>): Record<string, unknown> {
  const event = isRecord(source["event"]) ? source["event"] : {};
  return { ...source, event: { ...event, ingested: new Date().toISOString() } };
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`);
}
