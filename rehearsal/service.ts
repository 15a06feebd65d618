import { checkoutFolder, migrationDatabaseUrl, serviceFaults, SWAGGER_FOLDER, type Blueprint } from "./blueprint";
import { startHaproxy } from "./parts/haproxy";
import { copyService, layOver, migrate, startInstance, type InstanceOptions } from "./parts/phase4";
import { TRACKS, type Track } from "./plan";
import { seedService } from "./seed/seed-service";
import type { Site } from "./site";

/** The two instances of the service, from a sound copy; then the load balancer in front of them. */
export async function startServers(blueprint: Blueprint): Promise<void> {
  const { site, plan, ports } = blueprint;
  await Promise.all(TRACKS.map((track) => startInstance(site, instanceOptions(blueprint, track))));
  await startHaproxy(site, plan, {
    entrance: ports.balancer,
    runtime: ports.balancerRuntime,
    stats: ports.balancerStats,
    servers: ports.servers,
    other: ports.other,
    closed: ports.closed,
  });
}

/** The copy of the service that its instances run from. */
export function copyForServers(site: Site): Promise<void> {
  return copyService(serviceFolder(site));
}

/** The copies that checks work in, with the faults' files laid over them. */
export async function prepareCheckouts({ site, faults }: Blueprint): Promise<void> {
  await Promise.all([copyService(checkoutFolder(site, "tests")), copyService(checkoutFolder(site, "migrations"))]);
  for (const { overlay } of faults)
    if (overlay !== undefined) await layOver(checkoutFolder(site, overlay.on), overlay.files);
}

/** The service's database, complete and with what a canary week leaves in it, and the one that the preflight migrates: one revision short of the last. */
export async function migrateDatabases({ site, plan }: Blueprint): Promise<void> {
  const service = [serviceFolder(site), serviceDatabaseUrl(site)] as const;
  await Promise.all([
    migrate(site, ...service, "head").then(() => seedService(site, service[1], service[0], plan)),
    migrate(site, serviceFolder(site), migrationDatabaseUrl(site, "behind-head"), "+2"),
  ]);
}

function instanceOptions(blueprint: Blueprint, track: Track): InstanceOptions {
  const { site, plan, ports, secrets, logFiles, faults } = blueprint;
  return {
    track,
    folder: serviceFolder(site),
    port: ports.servers[track],
    metricsPort: track === "legacy" && plan.legacyMetrics === "closed" ? 0 : ports.metrics[track],
    logFile: logFiles[track],
    databaseUrl: serviceDatabaseUrl(site),
    redisUrl: `redis://:${secrets.REHEARSAL_REDIS_PASSWORD}@127.0.0.1:${ports.redis}/0`,
    haproxySocket: `127.0.0.1:${ports.balancerRuntime}`,
    swaggerFolder: SWAGGER_FOLDER,
    faults: serviceFaults(faults, track),
  };
}

function serviceFolder(site: Site): string {
  return site.path("service");
}

function serviceDatabaseUrl(site: Site): string {
  return `sqlite:///${site.path("service.sqlite")}`;
}
