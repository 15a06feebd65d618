import { messageOf } from "../../errors";
import type { Environment } from "../../environment/schema";
import type { Redactor } from "../../reporting/redact";
import { serveRunMetrics, type MetricsServer } from "../../run-metrics/serve-run-metrics";
import type { WatchHook } from "../../watch/hook";
import type { Screen } from "../../watch/screen";
import { runMetricsOf, sayUntold } from "../phase/run-metrics-of";
import type { Grounds } from "./grounds";
import { lastGood } from "./last-good";
import type { WatchOptions } from "./options";

/** What the metrics of a watch are made with. */
interface Given {
  readonly grounds: Pick<Grounds, "place">;
  readonly options: WatchOptions;
  readonly redactor: Redactor;
  readonly screen: Pick<Screen, "note">;
}

/** The metrics while a window is watched. */
export interface WatchMetrics {
  readonly hook: WatchHook;
  close(): Promise<void>;
}

const LOCAL = "127.0.0.1";

/**
 * Tells the outlets whenever the window stands otherwise, and serves the metrics where that is wished: all of it as the
 * environment file says it at that moment. What cannot be told or served is said, and disturbs no watch.
 */
export async function watchMetrics({ grounds, options, redactor, screen }: Given): Promise<WatchMetrics> {
  // The watch itself tells of the faults.
  const environment = lastGood(() => grounds.place().environment);
  const metricsNow = () => runMetricsOf(environment(), options.out, redactor);
  let said = "";
  const tell = async (): Promise<void> => {
    const untold = await metricsNow().record();
    const now = JSON.stringify(untold);
    if (now !== said) sayUntold(untold, redactor);
    said = now;
  };
  const server = await served({ text: async () => metricsNow().text() }, environment(), options);
  if (server !== null) screen.note(`The metrics of the runs are at ${server.url}`);
  return { hook: { onBegin: tell, onCheckpoint: tell }, close: async () => server?.close() };
}

async function served(
  metrics: { text(): Promise<string> },
  { runMetrics }: Environment,
  { metricsPort }: WatchOptions,
): Promise<MetricsServer | null> {
  const port = metricsPort ?? runMetrics?.serve?.port ?? null;
  if (port === null) return null;
  const host = runMetrics?.serve?.host ?? LOCAL;
  try {
    return await serveRunMetrics(metrics, { host, port });
  } catch (error) {
    const why = messageOf(error);
    const fix = "The watch goes on without; name another port with --metrics-port, or in runMetrics.serve.";
    process.stderr.write(`Metrics of the runs: they cannot be served at ${host}:${port}: ${why}. ${fix}\n`);
    return null;
  }
}
