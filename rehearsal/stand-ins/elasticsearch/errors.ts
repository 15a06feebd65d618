import { json, type StandInAnswer } from "../http-server";

/** A request that Elasticsearch refuses; `type` is its word for why. */
export class ElasticsearchError extends Error {
  override readonly name = "ElasticsearchError";

  constructor(
    readonly status: number,
    readonly type: string,
    readonly reason: string,
    /** Further fields of the error, such as `resource.id`. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${type}: ${reason}`);
  }

  /** The error's body as Elasticsearch writes it. */
  answer(headers: Readonly<Record<string, string>> = {}): StandInAnswer {
    const cause = { type: this.type, reason: this.reason, ...this.details };
    return json(this.status, { error: { root_cause: [cause], ...cause }, status: this.status }, headers);
  }
}

/** 400 for a query or body that Elasticsearch cannot parse. */
export function parsingException(reason: string): ElasticsearchError {
  return new ElasticsearchError(400, "parsing_exception", reason, { line: 1, col: 1 });
}

/** 400 for an argument that is well-formed but wrong. */
export function illegalArgument(reason: string): ElasticsearchError {
  return new ElasticsearchError(400, "illegal_argument_exception", reason);
}

/** 404 for an index, stream or pattern that matches nothing. */
export function indexNotFound(index: string): ElasticsearchError {
  return new ElasticsearchError(404, "index_not_found_exception", `no such index [${index}]`, {
    "resource.type": "index_or_alias",
    "resource.id": index,
    index_uuid: "_na_",
    index,
  });
}
