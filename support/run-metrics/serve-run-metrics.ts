import { createServer, type ServerResponse } from "node:http";
import { METRICS_MEDIA_TYPE, type RunMetrics } from "./create-run-metrics";

/** The address that the metrics are served at. */
export interface MetricsAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** A running server of metrics. */
export interface MetricsServer {
  /** The whole address, ending in `/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `GET /metrics`, read from the journal at each request. A journal that cannot be read is answered with 500: no
 * metrics, and so an alert on their absence, are better than old ones.
 * @throws Error of the system, such as EADDRINUSE, where the address cannot be had.
 */
export async function serveRunMetrics(
  metrics: Pick<RunMetrics, "text">,
  { host, port }: MetricsAddress,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname !== "/metrics") return answer(response, 404, "Metrics are at /metrics.\n");
    if (request.method !== "GET" && request.method !== "HEAD") return answer(response, 405, "Only GET is answered.\n");
    metrics.text().then(
      (text) => answer(response, 200, text, METRICS_MEDIA_TYPE),
      () => answer(response, 500, "The journal cannot be read: npm run journal -- verify says why.\n"),
    );
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  const bound = server.address();
  const boundPort = typeof bound === "object" && bound !== null ? bound.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, status: number, body: string, mediaType = "text/plain; charset=utf-8"): void {
  response.writeHead(status, { "content-type": mediaType }).end(body);
}
