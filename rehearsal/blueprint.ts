import { dirname } from "node:path";
import type { Checkout, Fault } from "./faults";
import type { ScrapeInstances } from "./parts/prometheus";
import type { LogFiles } from "./parts/rsyslog";
import type { RehearsalPlan } from "./plan";
import type { RehearsalPorts } from "./ports";
import type { RehearsalSecrets } from "./secrets";
import type { Site } from "./site";
import type { StandIns } from "./stand-ins";

/** Everything that the parts of one rehearsal need to know of each other. */
export interface Blueprint {
  readonly site: Site;
  readonly plan: RehearsalPlan;
  readonly faults: readonly Fault[];
  /** Folders with the blocks of the canary week that Prometheus is to hold; none: it knows the present only. */
  readonly history: readonly string[];
  readonly ports: RehearsalPorts;
  readonly secrets: RehearsalSecrets;
  /** By which the log shipper writes to Elasticsearch; known to nobody else. */
  readonly shipperPassword: string;
  readonly logFiles: LogFiles;
}

/** The Google Cloud project that the rehearsal's logs are written to. */
export const CLOUD_LOGGING_PROJECT = "canary-rehearsal";

/** Swagger UI's files, served by the service itself: a Swagger page without the internet. */
export const SWAGGER_FOLDER = dirname(require.resolve("swagger-ui-dist/package.json"));

/** Where checks work: copies of the service, so that faults and by-products touch nothing else. */
export function checkoutFolder(site: Site, checkout: Checkout): string {
  return site.path(`checkout-for-${checkout}`);
}

/** The faults that one of the service's processes is started with. */
export function serviceFaults(faults: readonly Fault[], where: "canary" | "legacy" | "started by the check"): string[] {
  return faults.flatMap(({ service }) => (service?.where === where ? [service.fault] : []));
}

/** The database that the preflight migrates; where the plan says so, one that cannot be opened. */
export function migrationDatabaseUrl(site: Site, state: RehearsalPlan["migrationDatabase"]): string {
  const path = state === "unreachable" ? site.path("no-such-folder", "phase4.sqlite") : site.path("migration.sqlite");
  return `sqlite:///${path}`;
}

/** Where Prometheus finds what it scrapes, as host:port. */
export function scrapeInstances(ports: RehearsalPorts, standIns: StandIns): ScrapeInstances {
  const at = (port: number): string => `127.0.0.1:${port}`;
  return {
    metrics: { canary: at(ports.metrics.canary), legacy: at(ports.metrics.legacy) },
    haproxy: at(ports.balancerStats),
    prometheus: at(ports.prometheus),
    alertmanager: at(ports.alertmanager),
    standIns: new URL(standIns.metricsUrl).host,
  };
}
