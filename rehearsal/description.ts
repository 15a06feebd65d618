import {
  checkoutFolder,
  CLOUD_LOGGING_PROJECT,
  migrationDatabaseUrl,
  scrapeInstances,
  serviceFaults,
  SWAGGER_FOLDER,
  type Blueprint,
} from "./blueprint";
import { historyFacts } from "./history";
import type { ScrapeInstances } from "./parts/prometheus";
import type { StandIns } from "./stand-ins";

/** Where a person can look at a part of the rehearsal. */
export interface RehearsalAddress {
  readonly name: string;
  readonly url: string;
  readonly what: string;
}

/** What the environment file and a person are told about a running rehearsal; no secret is among it. */
export function describeRehearsal(
  blueprint: Blueprint,
  standIns: StandIns,
): { readonly variables: Readonly<Record<string, string>>; readonly addresses: readonly RehearsalAddress[] } {
  return { variables: variablesOf(blueprint, standIns), addresses: addressesOf(blueprint, standIns) };
}

function variablesOf({ site, plan, faults, ports, logFiles }: Blueprint, standIns: StandIns): Record<string, string> {
  const { slack, pagerduty, grafana, elasticsearch, googleCloudLogging, github, prometheusFront } = standIns;
  return {
    REHEARSAL_FOLDER: site.folder,
    REHEARSAL_ROLLED_OUT_AT: historyFacts(plan.history).rolledOutAt,
    REHEARSAL_GITHUB_URL: github.apiUrl,
    REHEARSAL_BALANCER_URL: loopback(ports.balancer),
    REHEARSAL_HAPROXY_SOCKET: `127.0.0.1:${ports.balancerRuntime}`,
    REHEARSAL_HAPROXY_STATS_URL: `${loopback(ports.balancerStats)}/stats`,
    REHEARSAL_CANARY_URL: loopback(ports.servers.canary),
    REHEARSAL_LEGACY_URL: loopback(ports.servers.legacy),
    REHEARSAL_PROMETHEUS_URL: prometheusFront?.url ?? loopback(ports.prometheus),
    REHEARSAL_ALERTMANAGER_URL: loopback(ports.alertmanager),
    REHEARSAL_REDIS_URL: `redis://127.0.0.1:${ports.redis}/0`,
    REHEARSAL_CHECKOUT: checkoutFolder(site, "tests"),
    REHEARSAL_MIGRATION_CHECKOUT: checkoutFolder(site, "migrations"),
    REHEARSAL_MIGRATION_DATABASE_URL: migrationDatabaseUrl(site, plan.migrationDatabase),
    REHEARSAL_APP_FAULTS: serviceFaults(faults, "started by the check").join(","),
    REHEARSAL_SWAGGER_DIR: SWAGGER_FOLDER,
    REHEARSAL_CANARY_LOG_FILE: logFiles.canary,
    REHEARSAL_LEGACY_LOG_FILE: logFiles.legacy,
    REHEARSAL_SLACK_URL: slack.url,
    REHEARSAL_SLACK_CHANNEL_ID: slack.channelId("phase4-preflight"),
    REHEARSAL_SLACK_DEPLOYMENT_CHANNEL_ID: slack.channelId("phase4-deployment"),
    REHEARSAL_SLACK_CRITICAL_CHANNEL_ID: slack.channelId("phase4-critical"),
    REHEARSAL_SLACK_PLATFORM_CHANNEL_ID: slack.channelId("team-platform"),
    REHEARSAL_SLACK_MOBILE_CHANNEL_ID: slack.channelId("team-mobile"),
    REHEARSAL_SLACK_SUPPORT_CHANNEL_ID: slack.channelId("support"),
    REHEARSAL_PAGERDUTY_EVENTS_URL: pagerduty.url,
    REHEARSAL_PAGERDUTY_API_URL: pagerduty.url,
    REHEARSAL_PAGERDUTY_SERVICE_ID: pagerduty.serviceId,
    REHEARSAL_GRAFANA_URL: grafana.url,
    REHEARSAL_ELASTICSEARCH_URL: elasticsearch.url,
    REHEARSAL_CLOUD_LOGGING_URL: googleCloudLogging.url,
    REHEARSAL_CLOUD_LOGGING_PROJECT: CLOUD_LOGGING_PROJECT,
    ...instanceVariables(scrapeInstances(ports, standIns)),
  };
}

/** What Prometheus calls the parts that it scrapes. */
function instanceVariables(instances: ScrapeInstances): Record<string, string> {
  return {
    REHEARSAL_CANARY_METRICS: instances.metrics.canary,
    REHEARSAL_LEGACY_METRICS: instances.metrics.legacy,
    REHEARSAL_HAPROXY_METRICS: instances.haproxy,
    REHEARSAL_STAND_INS_METRICS: instances.standIns,
    REHEARSAL_PROMETHEUS_INSTANCE: instances.prometheus,
    REHEARSAL_ALERTMANAGER_INSTANCE: instances.alertmanager,
  };
}

function addressesOf({ site, ports }: Blueprint, standIns: StandIns): RehearsalAddress[] {
  return [
    { name: "service", url: loopback(ports.balancer), what: "what users reach: HAProxy, 95 % legacy and 5 % canary" },
    { name: "canary", url: `${loopback(ports.servers.canary)}/docs`, what: "the canary's Swagger page" },
    { name: "legacy", url: `${loopback(ports.servers.legacy)}/docs`, what: "the legacy server's Swagger page" },
    { name: "HAProxy", url: `${loopback(ports.balancerStats)}/stats`, what: "servers, weights and counters" },
    {
      name: "Prometheus",
      url: `${loopback(ports.prometheus)}/classic/targets`,
      what: "targets, rules, alerts, graphs",
    },
    ...frontAddress(standIns),
    { name: "Alertmanager", url: loopback(ports.alertmanager), what: "alerts and silences" },
    {
      name: "Grafana (stand-in)",
      url: standIns.grafana.url,
      what: "the canary dashboard, with the service account's token only",
    },
    {
      name: "Slack (stand-in)",
      url: standIns.slack.url,
      what: "each message has a page: its permalink stands in the report",
    },
    {
      name: "PagerDuty (stand-in)",
      url: standIns.pagerduty.url,
      what: "each incident has a page: its address stands in the report",
    },
    { name: "Elasticsearch (stand-in)", url: standIns.elasticsearch.url, what: "the service's logs" },
    { name: "Google Cloud Logging (stand-in)", url: standIns.googleCloudLogging.url, what: "the same logs" },
    { name: "GitHub (stand-in)", url: standIns.github.url, what: "the release's issues; each has a page" },
    { name: "data", url: `file://${site.folder}`, what: "logs, configurations, databases and the checkouts" },
  ];
}

function frontAddress({ prometheusFront }: StandIns): RehearsalAddress[] {
  if (prometheusFront === undefined) return [];
  const what = "what the checks ask instead of Prometheus: it tells a part of what that knows";
  return [{ name: "Prometheus's front (stand-in)", url: prometheusFront.url, what }];
}

function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}
