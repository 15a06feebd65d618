import { createPushgateway, type PushgatewayOptions } from "../clients/pushgateway";
import { InconclusiveError, messageOf } from "../errors";
import { JournalError } from "../journal/journal-error";
import { contextOutsideChecks } from "../model/check-context";
import type { Explanation } from "../model/explanation";
import { metricsText } from "./metrics-text";
import { readSnapshot, type RunMetricsSubject } from "./snapshot";
import { TextfileError, writeTextfile, type TextfileOptions } from "./textfile";

/** The media type of the metrics: Prometheus's text format. */
export const METRICS_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Where the metrics of the runs go, besides being served. */
export interface RunMetricsOutlets {
  readonly pushgateway?: PushgatewayOptions | undefined;
  readonly textfile?: TextfileOptions | undefined;
}

/** What the metrics of an environment's runs are made of. */
export interface RunMetricsOptions {
  readonly subject: RunMetricsSubject;
  /** Folder of the environment's reports, with its journal. */
  readonly folder: string;
  readonly outlets: RunMetricsOutlets;
  /** Takes secrets out of the metrics. */
  readonly redact: (text: string) => string;
}

/** Metrics of the runs themselves: what the journal tells, as Prometheus reads it. */
export interface RunMetrics {
  /** All metrics as they are now. @throws JournalError the journal cannot be read. */
  text(): Promise<string>;
  /**
   * Brings every outlet up to date. Never throws: a run's verdict does not depend on who is told of it.
   * @returns what went wrong, an explanation for each outlet that does not have the metrics now.
   */
  record(): Promise<readonly Explanation[]>;
}

/** No outlet holds a run up for longer, in ms. */
const LONGEST_MS = 10_000;

/** The metrics of an environment's release. All of it stands in the journal, so any process tells of every other's runs. */
export function createRunMetrics({ subject, folder, outlets, redact }: RunMetricsOptions): RunMetrics {
  const text = async (): Promise<string> => metricsText(await readSnapshot(folder, subject), redact);
  const { pushgateway, textfile } = outlets;
  return {
    text,
    record: async () => {
      const tellings = [
        ...(textfile === undefined ? [] : [(metrics: string) => writeTextfile(textfile, metrics)]),
        ...(pushgateway === undefined ? [] : [(metrics: string) => push(pushgateway, metrics, subject.environment)]),
      ];
      if (tellings.length === 0) return [];
      try {
        const metrics = await text();
        const told = await Promise.allSettled(tellings.map((tell) => tell(metrics)));
        return told.flatMap((one) => (one.status === "rejected" ? problemsOf(one.reason) : []));
      } catch (reason) {
        return problemsOf(reason);
      }
    },
  };
}

async function push(options: PushgatewayOptions, metrics: string, environment: string): Promise<void> {
  const { connection } = options;
  const deadlineMs = Math.min(connection.deadlineMs, LONGEST_MS);
  const hasty = { ...connection, deadlineMs, timeoutMs: Math.min(connection.timeoutMs, deadlineMs) };
  await createPushgateway(
    { ...options, connection: hasty },
    contextOutsideChecks(environment, "run-metrics"),
  ).replaceGroup(metrics, METRICS_MEDIA_TYPE);
}

function problemsOf(reason: unknown): readonly Explanation[] {
  if (reason instanceof InconclusiveError) return reason.problems;
  if (reason instanceof TextfileError || reason instanceof JournalError) return [reason.problem];
  const what = `The metrics of the runs could not be told: ${messageOf(reason)}.`;
  return [
    {
      what,
      where: "the metrics of the runs (support/run-metrics)",
      why: "This is a fault of canary-runbook itself.",
      fix: "Report it; the run's verdict and its reports are not touched by it.",
    },
  ];
}
