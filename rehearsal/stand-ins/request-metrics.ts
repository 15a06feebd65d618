import { Counter, Registry } from "prom-client";
import { listen, text, type RunningServer } from "./http-server";

/** Counts one answered request of a stand-in. */
export type CountRequest = (system: string, operation: string, status: number) => void;

/** The metrics of all stand-ins, served for Prometheus to scrape. */
export interface RequestMetrics {
  readonly count: CountRequest;
  /** The whole address, ending in `/metrics`. */
  readonly metricsUrl: string;
  readonly server: RunningServer;
}

/** Serves `stand_in_requests_total{system,operation,status}` on a port of its own. */
export async function startRequestMetrics(): Promise<RequestMetrics> {
  const registry = new Registry();
  const requests = new Counter({
    name: "stand_in_requests_total",
    help: "Requests that the rehearsal's stand-ins have answered.",
    labelNames: ["system", "operation", "status"],
    registers: [registry],
  });
  const server = await listen({
    routes: [
      {
        method: "GET",
        path: "/metrics",
        operation: "metrics",
        answer: async () => ({
          status: 200,
          headers: { "content-type": registry.contentType },
          body: await registry.metrics(),
        }),
      },
    ],
    unknown: () => text(404, "404 page not found\n"),
    onAnswer: () => undefined,
  });
  return {
    count: (system, operation, status) => requests.inc({ system, operation, status: String(status) }),
    metricsUrl: `${server.url}/metrics`,
    server,
  };
}
