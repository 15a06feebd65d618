import { refuseMediaType, refuseStranger, type ElasticsearchSecrets } from "./elasticsearch/admission";
import { ElasticsearchError } from "./elasticsearch/errors";
import { elasticsearchRoutes } from "./elasticsearch/routes";
import { Store } from "./elasticsearch/store";
import type { StoredDocument } from "./elasticsearch/stored-document";
import { json, listen } from "./http-server";
import type { CountRequest } from "./request-metrics";

/** The secrets of the rehearsal's Elasticsearch. */
export type ElasticsearchOptions = ElasticsearchSecrets;

/** The rehearsal's Elasticsearch 8 (a subset). Contract: elastic.co/docs/api/doc/elasticsearch. */
export interface ElasticsearchStandIn {
  readonly url: string;
  /** All documents, or those written to one index or data stream, in the order of their arrival. */
  documents(target?: string): readonly StoredDocument[];
  /** Searches answer 200 with `_shards.failed` above 0 and `timed_out` false. */
  failShards(): void;
  /** Every request is answered with 503. */
  refuseAll(): void;
  stop(): Promise<void>;
}

/** Starts the rehearsal's Elasticsearch on a free loopback port. */
export async function startElasticsearch(
  options: ElasticsearchOptions,
  count: CountRequest,
): Promise<ElasticsearchStandIn> {
  const store = new Store();
  const shards = { isOneFailing: false };
  let isRefusing = false;
  const refusal = new ElasticsearchError(
    503,
    "cluster_block_exception",
    "blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];",
  );
  const server = await listen({
    routes: elasticsearchRoutes(store, shards),
    guard: (request) =>
      isRefusing ? refusal.answer() : (refuseStranger(request, options) ?? refuseMediaType(request)),
    unknown: ({ path, method }) => json(400, { error: `no handler found for uri [${path}] and method [${method}]` }),
    headers: { "X-Elastic-Product": "Elasticsearch" },
    onAnswer: (operation, status) => count("elasticsearch", operation, status),
  });
  return {
    url: server.url,
    documents: (target) => store.all().filter((document) => target === undefined || document.target === target),
    failShards: () => {
      shards.isOneFailing = true;
    },
    refuseAll: () => {
      isRefusing = true;
    },
    stop: server.stop,
  };
}
