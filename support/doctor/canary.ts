import { createFeedback } from "../clients/feedback";
import { createIssueTracker } from "../clients/issue-tracker";
import { createCanaryMetrics } from "../clients/prometheus/canary-metrics";
import { createReadiness } from "../clients/readiness";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import type { Track } from "../model/readings/canary-metrics";
import { findingOf, problem, type Finding } from "./finding";

type Section<Name extends keyof Environment> = NonNullable<Environment[Name]>;

/** What is looked at of the metrics, in seconds: long enough for a few scrapes. */
const LOOK_SECONDS = 300;
const DAY_MS = 86_400_000;

/** Whether the metrics are called as the file says: each track's requests are found in the last minutes. */
export function lookAtMetrics(
  { connection, refusesPartialResponse }: Section<"prometheus">,
  metrics: Section<"metrics">,
  context: CheckContext,
): Promise<Finding> {
  const subject = "canary's metrics";
  return findingOf(subject, async () => {
    const client = createCanaryMetrics({ connection, refusesPartialResponse, metrics }, context);
    const end = Date.now();
    const window = { start: new Date(end - 1000 * LOOK_SECONDS).toISOString(), end: new Date(end).toISOString() };
    const found = async (track: Track) => (await client.countErrors(track, window, LOOK_SECONDS)).requests;
    const [canary, legacy] = await Promise.all([found("canary"), found("legacy")]);
    const series = `canary ${canary.series.length} series of requests, legacy ${legacy.series.length}`;
    if (legacy.series.length === 0) {
      return problem(
        subject,
        `${series}: nothing is found by ${legacy.query}`,
        "correct metrics.legacy, metrics.flavour or metrics.selectors",
      );
    }
    return canary.series.length > 0
      ? series
      : `${series}: right before the roll-out; ${canary.query} must find it then`;
  });
}

/** Whether the feedback source answers, and has answers at all. */
export function lookAtFeedback(section: Section<"feedback">, version: string, context: CheckContext): Promise<Finding> {
  const subject = section.connection.system;
  return findingOf(subject, async () => {
    const end = new Date();
    const window = { start: new Date(end.getTime() - DAY_MS).toISOString(), end: end.toISOString() };
    const { answers, answersEver } = await createFeedback(section, context).readSummary(window, version);
    return `${answers} answers on ${version} in the last day, ${answersEver} ever`;
  });
}

/** Whether the issue tracker lets us in and knows the release's label. */
export function lookAtIssueTracker(section: Section<"issueTracker">, context: CheckContext): Promise<Finding> {
  const subject = section.connection.system;
  return findingOf(subject, async () => {
    const { control, openCount } = await createIssueTracker(section, context).readOpenIssues();
    if (!control.holds) return problem(subject, control.says, "correct issueTracker.label, or create the label");
    return `${control.says} Open with it: ${openCount}.`;
  });
}

/** Whether the readiness of the A/B test is told; not whether it is ready, which it need not be yet. */
export function lookAtReadiness(section: Section<"abTest">, version: string, context: CheckContext): Promise<Finding> {
  const subject = section.connection.system;
  return findingOf(subject, async () => {
    const { isReady } = await createReadiness(section, context).read(version);
    if (isReady === null)
      return problem(subject, "its answer does not say whether it is ready", "correct abTest.ready");
    return `it says that the A/B test is ${isReady ? "" : "not "}ready`;
  });
}
