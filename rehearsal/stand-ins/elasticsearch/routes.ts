import { json, text, type Route, type StandInAnswer, type StandInRequest } from "../http-server";
import { parseJson } from "../outside-data";
import { checkParameters } from "./admission";
import { readSource, writeBulk, writeResult } from "./bulk";
import { catHealth, clusterHealth, clusterInfo } from "./cluster";
import { ElasticsearchError, parsingException } from "./errors";
import { readQuery } from "./query";
import { hitsOf, readBody, readSearch } from "./search";
import type { Store } from "./store";
import type { StoredDocument } from "./stored-document";

const EXPRESSION = ["allow_no_indices", "ignore_unavailable", "expand_wildcards"];
const WRITE = ["refresh", "timeout", "pipeline", "routing", "wait_for_active_shards", "require_alias"];

/** What a search answers about its shards; a rehearsal can make one of them fail. */
export interface ShardHealth {
  isOneFailing: boolean;
}

/** All operations of the rehearsal's Elasticsearch. */
export function elasticsearchRoutes(store: Store, shards: ShardHealth): Route[] {
  const search = operation("search", [...EXPRESSION, "size", "from", "track_total_hits", "timeout"], (request) =>
    answerSearch(store, shards, request),
  );
  const bulk = operation("bulk", WRITE, (request) =>
    json(200, writeBulk(store, request.body, request.parameters["index"])),
  );
  return [
    { method: "GET", path: "/", ...operation("info", [], () => json(200, clusterInfo())) },
    {
      method: "GET",
      path: "/_cluster/health",
      ...operation("cluster health", ["timeout"], () => json(200, clusterHealth())),
    },
    {
      method: "GET",
      path: "/_cat/health",
      ...operation("cat health", ["v", "h", "format"], () => text(200, catHealth())),
    },
    { method: "POST", path: "/_bulk", ...bulk },
    { method: "POST", path: "/:index/_bulk", ...bulk },
    { method: "GET", path: "/:index/_search", ...search },
    { method: "POST", path: "/:index/_search", ...search },
    { method: "PUT", path: "/:index/_create/:id", ...operation("create", WRITE, (request) => create(store, request)) },
    { method: "DELETE", path: "/:index/_doc/:id", ...operation("delete", WRITE, (request) => remove(store, request)) },
    {
      method: "POST",
      path: "/:index/_delete_by_query",
      ...operation(
        "delete by query",
        [...EXPRESSION, "conflicts", "refresh", "wait_for_completion", "timeout"],
        (request) => removeByQuery(store, request),
      ),
    },
  ];
}

/** An operation that checks its URL parameters and turns refusals into answers. */
function operation(
  name: string,
  parameters: readonly string[],
  answer: (request: StandInRequest) => StandInAnswer,
): Pick<Route, "operation" | "answer"> {
  return {
    operation: name,
    answer: (request) => {
      try {
        checkParameters(request, parameters);
        return answer(request);
      } catch (error) {
        if (error instanceof ElasticsearchError) return error.answer();
        throw error;
      }
    },
  };
}

function answerSearch(store: Store, shards: ShardHealth, request: StandInRequest): StandInAnswer {
  const started = Date.now();
  const search = readSearch(bodyOf(request), request.query);
  const { indices, documents } = documentsOf(store, request);
  const failed = shards.isOneFailing ? 1 : 0;
  const total = indices.length + failed;
  const reason = { type: "no_shard_available_action_exception", reason: "no shard available for [0]" };
  return json(200, {
    took: Date.now() - started,
    timed_out: false,
    _shards: {
      total,
      successful: total - failed,
      skipped: 0,
      failed,
      ...(failed > 0 && { failures: [{ shard: 0, index: indices[0] ?? null, node: null, reason }] }),
    },
    hits: hitsOf(search, documents),
  });
}

function documentsOf(
  store: Store,
  request: StandInRequest,
): { indices: readonly string[]; documents: readonly StoredDocument[] } {
  const indices = store.resolve(request.parameters["index"] ?? "", {
    isEmptyPatternAllowed: request.query.get("allow_no_indices") !== "false",
    isMissingIndexIgnored: request.query.get("ignore_unavailable") === "true",
  });
  return { indices, documents: store.all().filter(({ index }) => indices.includes(index)) };
}

function bodyOf(request: StandInRequest): unknown {
  if (request.body === "") return undefined;
  const parsed = parseJson(request.body);
  if (!parsed.ok) throw parsingException(parsed.reason);
  return parsed.value;
}

function create(store: Store, request: StandInRequest): StandInAnswer {
  if (request.body === "") throw new ElasticsearchError(400, "parse_exception", "request body is required");
  const { index = "", id = "" } = request.parameters;
  return json(201, writeResult(store.write("create", index, id, readSource(request.body))));
}

function remove(store: Store, request: StandInRequest): StandInAnswer {
  const index = store.indexToDeleteFrom(request.parameters["index"] ?? "");
  const id = request.parameters["id"] ?? "";
  const document = store.find(index, id);
  if (document === undefined) return json(404, { _index: index, _id: id, _version: 1, result: "not_found" });
  store.remove([document]);
  return json(200, { ...writeResult(document), _version: document.version + 1, result: "deleted" });
}

function removeByQuery(store: Store, request: StandInRequest): StandInAnswer {
  const started = Date.now();
  const { query } = readBody(bodyOf(request), ["query"]);
  if (query === undefined)
    throw new ElasticsearchError(400, "action_request_validation_exception", "Validation Failed: 1: query is missing;");
  const found = documentsOf(store, request).documents.filter(readQuery(query));
  store.remove(found);
  return json(200, {
    took: Date.now() - started,
    timed_out: false,
    total: found.length,
    deleted: found.length,
    batches: found.length === 0 ? 0 : 1,
    version_conflicts: 0,
    noops: 0,
    retries: { bulk: 0, search: 0 },
    failures: [],
  });
}
