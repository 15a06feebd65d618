import { z } from "zod";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import type { Connection } from "../transport/connection";
import { createHttpTransport } from "../transport/create-http-transport";
import type { ServerEntry } from "./server-entry";

/** The targets of a Prometheus job are the servers, whether or not they are up. */
export interface PrometheusInventory {
  readonly kind: "prometheus";
  readonly connection: Connection;
  readonly job: string;
  /** Labels that a target must have to count. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly scheme: "http" | "https";
  /** Port of the health endpoint; left out: the one that is scraped. */
  readonly port?: number | undefined;
}

const TARGETS = z.object({
  status: z.literal("success"),
  data: z.object({
    activeTargets: z.array(z.object({ scrapeUrl: z.url(), labels: z.record(z.string(), z.string()) })),
  }),
  warnings: z.array(z.string()).optional(),
});

/**
 * Asks Prometheus for the job's targets: their hosts are the servers, their `instance` labels the names.
 * @throws InconclusiveError as the transport does; provider-warning when Prometheus itself doubts its answer.
 */
export async function readTargets(
  inventory: PrometheusInventory,
  context: CheckContext,
  signal: AbortSignal,
): Promise<readonly ServerEntry[]> {
  const { connection, job, labels = {}, scheme, port } = inventory;
  const answer = await createHttpTransport(connection, context).askJson(
    {
      operation: "targets of the server inventory",
      method: "GET",
      path: "/api/v1/targets",
      query: { state: "active" },
      signal,
    },
    TARGETS,
  );
  const { warnings = [] } = answer;
  if (warnings.length > 0) throw warned(inventory, warnings, context);
  return answer.data.activeTargets
    .filter((target) => target.labels["job"] === job)
    .filter((target) => Object.entries(labels).every(([name, value]) => target.labels[name] === value))
    .map(({ scrapeUrl, labels: { instance } }) => {
      const scraped = new URL(scrapeUrl);
      const scrapedPort = scraped.port === "" ? (scraped.protocol === "https:" ? "443" : "80") : scraped.port;
      return { url: `${scheme}://${scraped.hostname}:${port ?? scrapedPort}`, name: instance };
    });
}

function warned(
  { connection, job }: PrometheusInventory,
  warnings: readonly string[],
  { environment }: CheckContext,
): InconclusiveError {
  return new InconclusiveError("provider-warning", [
    {
      what: `${connection.system} warns about its own targets: ${warnings.join("; ")}.`,
      where: `${connection.system}, ${connection.baseUrl}, job ${job}, environment ${environment}`,
      why: "Probably a part of it could not be asked, so servers may be missing from the list.",
      fix: `Read the log of ${connection.system}; run the check again when the warning has gone.`,
    },
  ]);
}
