import { CLOUD_LOGGING_PROJECT, scrapeInstances, type Blueprint } from "./blueprint";
import { installHistory } from "./history";
import { startAlertmanager } from "./parts/alertmanager";
import { runtimeCommand } from "./parts/haproxy";
import { awaitScrapes, startPrometheus, storageFolder } from "./parts/prometheus";
import { startRedis } from "./parts/redis";
import { startLogShipper, type LogStores } from "./parts/rsyslog";
import { randomHex } from "./secrets";
import { copyForServers, migrateDatabases, prepareCheckouts, startServers } from "./service";
import { startStandIns, type StandIns } from "./stand-ins";

/** Waits for a part to come up, and says so. */
export type Report = (part: string, start: Promise<void>) => Promise<void>;

/** The user as whom the log shipper writes to Elasticsearch. */
const SHIPPER = "log-shipper";

/**
 * Starts the contract servers for Slack, PagerDuty, Grafana, Elasticsearch, Google Cloud Logging and GitHub, and the
 * front before Prometheus where the plan has one.
 */
export function startContractServers({ plan, ports, secrets, shipperPassword }: Blueprint): Promise<StandIns> {
  const prometheusUrl = `http://127.0.0.1:${ports.prometheus}`;
  const manner = plan.prometheusFront;
  return startStandIns({
    slack: { token: secrets.REHEARSAL_SLACK_TOKEN, webhookKey: randomHex(12) },
    pagerduty: {
      routingKey: secrets.REHEARSAL_PAGERDUTY_ROUTING_KEY,
      apiToken: secrets.REHEARSAL_PAGERDUTY_API_TOKEN,
    },
    grafana: { token: secrets.REHEARSAL_GRAFANA_TOKEN, prometheusUrl },
    elasticsearch: {
      apiKey: secrets.REHEARSAL_ELASTICSEARCH_API_KEY,
      shipper: { username: SHIPPER, password: shipperPassword },
    },
    googleCloudLogging: { token: secrets.REHEARSAL_CLOUD_LOGGING_TOKEN, projectId: CLOUD_LOGGING_PROJECT },
    github: { token: secrets.REHEARSAL_GITHUB_TOKEN },
    prometheusFront: manner === "none" ? undefined : { manner, prometheusUrl },
  });
}

/** The parts on their way up. */
export interface PartsStarting {
  /** Every part answers. */
  readonly up: Promise<void>;
  /** Prometheus has scraped every other part: some seconds later. */
  readonly monitored: Promise<void>;
}

/**
 * Starts all real parts, each as soon as what it needs is there. Prometheus looks for its targets five seconds after
 * its start, so it comes first, and the servers come before the databases, which nothing waits for.
 */
export function startParts(blueprint: Blueprint, standIns: StandIns, report: Report): PartsStarting {
  const { site, plan, ports } = blueprint;
  const instances = scrapeInstances(ports, standIns);
  // Before its start: Prometheus would not see new blocks at once.
  const prometheus = installHistory(blueprint.history, storageFolder(site)).then(() =>
    startPrometheus(site, plan, instances),
  );
  const others = startOtherParts(blueprint, standIns, report);
  const scraped = prometheus.then(() => awaitScrapes(site, plan, instances.prometheus));
  const monitored = report("Prometheus, every target scraped", scraped);
  monitored.catch(() => undefined); // whoever waits for it is told; nobody may have begun to
  return { up: Promise.all([prometheus, others]).then(() => undefined), monitored };
}

async function startOtherParts(blueprint: Blueprint, standIns: StandIns, report: Report): Promise<void> {
  const { site, plan, ports, secrets, logFiles } = blueprint;
  const servers = copyForServers(site).then(() => startServers(blueprint));
  await Promise.all([
    report("Alertmanager", startAlertmanager(site, ports.alertmanager, standIns.slack.webhookUrl)),
    report("Redis", startRedis(site, plan.cache, ports.redis, ports.closed, secrets.REHEARSAL_REDIS_PASSWORD)),
    report("log shipping", startLogShipper(site, plan.logShipper, logFiles, logStores(blueprint, standIns))),
    report("servers and load balancer", servers),
    report(
      "databases",
      servers.then(() => migrateDatabases(blueprint)),
    ),
    prepareCheckouts(blueprint),
  ]);
}

function logStores({ secrets, shipperPassword }: Blueprint, standIns: StandIns): LogStores {
  const { hostname, port } = new URL(standIns.elasticsearch.url);
  return {
    elasticsearch: { host: hostname, port: Number(port), user: SHIPPER, password: shipperPassword },
    cloudLogging: {
      url: standIns.googleCloudLogging.url,
      token: secrets.REHEARSAL_CLOUD_LOGGING_TOKEN,
      project: CLOUD_LOGGING_PROJECT,
    },
  };
}

/** Does to the running rehearsal what the faults want at this stage of its boot, one after the other. */
export async function applyFaults(
  { faults, ports, site }: Blueprint,
  standIns: StandIns,
  stage: "afterBoot" | "afterScrapes",
): Promise<void> {
  for (const fault of faults) {
    await fault[stage]?.({
      standIns,
      alertmanagerUrl: `http://127.0.0.1:${ports.alertmanager}`,
      balancerCommand: (command) => runtimeCommand(ports.balancerRuntime, command),
      stopPart: (name) => site.stopPart(name),
    });
  }
}
