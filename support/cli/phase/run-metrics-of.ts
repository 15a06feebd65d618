import { join } from "node:path";
import { REHEARSAL, type Environment } from "../../environment/schema";
import type { Explanation } from "../../model/explanation";
import { consoleLine } from "../../reporting/console-text";
import type { Redactor } from "../../reporting/redact";
import { createRunMetrics, type RunMetrics } from "../../run-metrics/create-run-metrics";
import { canaryTimesOf } from "./session-for";

/**
 * Tells of a run that has just begun, so that one that is killed is missed, and again when it has ended.
 * @param out folder of the reports.
 */
export function metricsOfRun(environment: Environment, out: string, redactor: Redactor) {
  const metrics = runMetricsOf(environment, out, redactor);
  const begun = metrics.record();
  return {
    /** @returns what went wrong: an explanation for each outlet that does not have the metrics now. */
    ended: async (): Promise<readonly Explanation[]> => {
      await begun; // or it might arrive after the end
      return metrics.record();
    },
  };
}

/** The metrics of an environment's runs. @param out folder of the reports. */
export function runMetricsOf(environment: Environment, out: string, redactor: Redactor): RunMetrics {
  const { name, release, runMetrics } = environment;
  return createRunMetrics({
    subject: {
      environment: name,
      isRehearsal: name === REHEARSAL,
      release,
      canary: canaryTimesOf(environment),
    },
    folder: join(out, name),
    outlets: runMetrics ?? {},
    redact: redactor.text,
  });
}

/** Says on the error output who does not have the metrics now: neither the verdict nor the exit code depends on it. */
export function sayUntold(problems: readonly Explanation[], redactor: Redactor): void {
  for (const { what, where, why, fix } of problems) {
    const told = `${what} The verdict and the exit code do not depend on it. Where: ${where}. ${why} ${fix}`;
    process.stderr.write(`Metrics of the runs: ${consoleLine(redactor.text(told))}\n`);
  }
}
