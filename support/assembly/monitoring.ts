import { setTimeout as sleep } from "node:timers/promises";
import { createAlertmanager } from "../clients/alertmanager";
import { createPrometheus, type Prometheus } from "../clients/prometheus";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import type { AlertRule, ExpectedTarget, ScrapeState, ScrapeTarget } from "../model/readings/scrape-state";

type PrometheusSection = NonNullable<Environment["prometheus"]>;
type AlertmanagerSection = NonNullable<Environment["alertmanager"]>;

/** What Prometheus says of itself at one moment. */
interface Look {
  readonly ownTime: string;
  readonly targets: readonly ScrapeTarget[];
  readonly rules: readonly AlertRule[];
  readonly attachedAlertmanagers: readonly string[];
}

/** How often the targets are looked at: one scrape that was missed is no target that is down. */
const MOST_LOOKS = 3;

/** An older scrape than this is about to be followed by the next. */
const LATE_INTERVALS = 1.5;

/** Longest pause between two looks, in ms. */
const LONGEST_PAUSE_MS = 10_000;

/** The monitoring of an environment: Prometheus with its targets and rules, and the Alertmanager behind it. */
export function assembleMonitoring(
  prometheusSection: PrometheusSection,
  alertmanagerSection: AlertmanagerSection,
  context: CheckContext,
): { readState(): Promise<ScrapeState> } {
  const { expectedTargets, expectedRules, canaryAlerts, ...options } = prometheusSection;
  const { attachedAs: expectedAlertmanager, connection } = alertmanagerSection;
  const prometheus = createPrometheus(options, context);
  const alertmanager = createAlertmanager({ connection, alertLabels: canaryAlerts }, context);
  const readState = async (): Promise<ScrapeState> => {
    const { ownTime, targets, rules, attachedAlertmanagers } = await lookUntilSettled(
      prometheus,
      expectedTargets,
      context.signal,
    );
    const silences = await alertmanager.readHidingSilences(rules.filter(({ name }) => expectedRules.includes(name)));
    const where = `Prometheus ${options.connection.baseUrl}`;
    const expectations = { expected: expectedTargets, expectedRules, expectedAlertmanager };
    return { where, askedAt: ownTime, targets, rules, attachedAlertmanagers, silences, ...expectations };
  };
  return { readState };
}

async function lookUntilSettled(
  prometheus: Prometheus,
  expected: readonly ExpectedTarget[],
  signal: AbortSignal,
): Promise<Look> {
  let look = await lookOnce(prometheus);
  for (let looks = 1; looks < MOST_LOOKS && unsettled(look, expected).length > 0; looks += 1) {
    const intervals = unsettled(look, expected).map(({ scrapeIntervalSeconds }) => scrapeIntervalSeconds * 1000);
    await sleep(Math.min(Math.max(...intervals), LONGEST_PAUSE_MS), undefined, { signal });
    look = await lookOnce(prometheus);
  }
  return look;
}

/** Asked in one go: the age of a scrape is the difference of two answers, which must speak of the same moment. */
async function lookOnce(prometheus: Prometheus): Promise<Look> {
  const [{ ownTime }, targets, rules, attachedAlertmanagers] = await Promise.all([
    prometheus.readIdentity(),
    prometheus.readTargets(),
    prometheus.readAlertRules(),
    prometheus.readAlertmanagers(),
  ]);
  return { ownTime, targets, rules, attachedAlertmanagers };
}

/** The expected targets that may look otherwise after their next scrape. */
function unsettled({ ownTime, targets }: Look, expected: readonly ExpectedTarget[]): ScrapeTarget[] {
  const isExpected = ({ job, instance }: ScrapeTarget) =>
    expected.some((one) => one.job === job && one.instance === instance);
  return targets.filter((target) => isExpected(target) && (target.health !== "up" || isLate(target, ownTime)));
}

function isLate({ lastScrape, scrapeIntervalSeconds }: ScrapeTarget, now: string): boolean {
  return (
    lastScrape === null || Date.parse(now) - Date.parse(lastScrape) > LATE_INTERVALS * 1000 * scrapeIntervalSeconds
  );
}
