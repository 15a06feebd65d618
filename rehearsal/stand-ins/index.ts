import { startElasticsearch, type ElasticsearchOptions, type ElasticsearchStandIn } from "./elasticsearch";
import {
  startGoogleCloudLogging,
  type GoogleCloudLoggingOptions,
  type GoogleCloudLoggingStandIn,
} from "./google-cloud-logging";
import { startGithub, type GithubOptions, type GithubStandIn } from "./github";
import { startGrafana, type GrafanaOptions, type GrafanaStandIn } from "./grafana";
import { startPagerDuty, type PagerDutyOptions, type PagerDutyStandIn } from "./pagerduty";
import { startPrometheusFront, type PrometheusFront, type PrometheusFrontOptions } from "./prometheus-front";
import { startRequestMetrics } from "./request-metrics";
import { startSlack, type SlackOptions, type SlackStandIn } from "./slack";

/** The secrets of all stand-ins, and where the real Prometheus is or will be. */
export interface StandInOptions {
  readonly slack: SlackOptions;
  readonly pagerduty: PagerDutyOptions;
  readonly grafana: GrafanaOptions;
  readonly elasticsearch: ElasticsearchOptions;
  readonly googleCloudLogging: GoogleCloudLoggingOptions;
  readonly github: GithubOptions;
  /** Left out: no front is started. */
  readonly prometheusFront?: PrometheusFrontOptions | undefined;
}

/** The contract servers for systems that no rehearsal can run itself, each on a free loopback port. */
export interface StandIns {
  readonly slack: SlackStandIn;
  readonly pagerduty: PagerDutyStandIn;
  readonly grafana: GrafanaStandIn;
  readonly elasticsearch: ElasticsearchStandIn;
  readonly googleCloudLogging: GoogleCloudLoggingStandIn;
  readonly github: GithubStandIn;
  /** What the checks are to ask instead of Prometheus; undefined: Prometheus itself. */
  readonly prometheusFront: PrometheusFront | undefined;
  /** Where Prometheus scrapes `stand_in_requests_total{system,operation,status}`; ends in `/metrics`. */
  readonly metricsUrl: string;
  /** Closes all ports at once; may be called again. */
  stop(): Promise<void>;
}

/** Starts all stand-ins. When one cannot start, those that did are stopped. @throws Error the first one's reason. */
export async function startStandIns(options: StandInOptions): Promise<StandIns> {
  const { prometheusFront: front } = options;
  const metrics = await startRequestMetrics();
  const { count } = metrics;
  const stops: (() => Promise<void>)[] = [metrics.server.stop];
  const stop = async () => void (await Promise.all(stops.map((stopOne) => stopOne())));
  const tracked = async <StandIn extends { stop(): Promise<void> }>(starting: Promise<StandIn>): Promise<StandIn> => {
    const standIn = await starting;
    stops.push(() => standIn.stop());
    return standIn;
  };
  const starting = [
    tracked(startSlack(options.slack, count)),
    tracked(startPagerDuty(options.pagerduty, count)),
    tracked(startGrafana(options.grafana, count)),
    tracked(startElasticsearch(options.elasticsearch, count)),
    tracked(startGoogleCloudLogging(options.googleCloudLogging, count)),
    tracked(startGithub(options.github, count)),
    front === undefined ? Promise.resolve(undefined) : tracked(startPrometheusFront(front, count)),
  ] as const;
  await Promise.allSettled(starting);
  try {
    const [slack, pagerduty, grafana, elasticsearch, googleCloudLogging, github, prometheusFront] =
      await Promise.all(starting);
    const services = { slack, pagerduty, grafana, elasticsearch, googleCloudLogging, github, prometheusFront };
    return { ...services, metricsUrl: metrics.metricsUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
