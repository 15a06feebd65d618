import { cp } from "node:fs/promises";
import { join } from "node:path";
import { PYTHON } from "../programs";
import { VERSIONS, type Track } from "../plan";
import type { Site } from "../site";
import { answersOk } from "../wait";

/** The Python service's source. */
const SERVICE_FOLDER = join(__dirname, "..", "phase4");
/** A folder per fault, with the files that are other than in the sound service. */
const FAULTS_FOLDER = join(SERVICE_FOLDER, "faults");
/** What running the service or its tests leaves behind. */
const BY_PRODUCT = /\/(__pycache__|\.pytest_cache)$|\.sqlite$/;

/** A request under way may hold uvicorn's end up for ever: an instance is killed sooner than other parts. */
const GRACE_MS = 800;

/** How one instance of the service is started. */
export interface InstanceOptions {
  readonly track: Track;
  /** The copy of the service that it runs from. */
  readonly folder: string;
  readonly port: number;
  /** 0: it serves no metrics. */
  readonly metricsPort: number;
  readonly logFile: string;
  readonly databaseUrl: string;
  /** With the password in it. */
  readonly redisUrl: string;
  /** HAProxy's runtime API, as host:port. */
  readonly haproxySocket: string;
  readonly swaggerFolder: string;
  readonly faults: readonly string[];
}

/** Copies the service without caches and without its faults' files, so that nothing a run does touches the source. */
export async function copyService(target: string): Promise<void> {
  await cp(SERVICE_FOLDER, target, {
    recursive: true,
    filter: (source) => source !== FAULTS_FOLDER && !BY_PRODUCT.test(source),
  });
}

/** Lays the files of a fault over a copy of the service. */
export async function layOver(copy: string, fault: string): Promise<void> {
  await cp(join(FAULTS_FOLDER, fault), copy, { recursive: true });
}

/** Starts one instance; ready when it answers the balancer's health check. */
export async function startInstance(site: Site, options: InstanceOptions): Promise<void> {
  const { track, folder, port } = options;
  await site.start(
    {
      name: `phase4-${track}`,
      program: PYTHON,
      args: ["-m", "uvicorn", "app.main:app", "--host", "127.0.0.1", "--port", String(port), "--no-access-log"],
      folder,
      graceMs: GRACE_MS,
      environment: {
        PYTHONDONTWRITEBYTECODE: "1",
        PHASE4_TRACK: track,
        PHASE4_VERSION: VERSIONS[track],
        PHASE4_DATABASE_URL: options.databaseUrl,
        PHASE4_REDIS_URL: options.redisUrl,
        PHASE4_HAPROXY_SOCKET: options.haproxySocket,
        PHASE4_LOG_FILE: options.logFile,
        PHASE4_METRICS_PORT: String(options.metricsPort),
        PHASE4_SWAGGER_DIR: options.swaggerFolder,
        PHASE4_FAULTS: options.faults.join(","),
        PHASE4_CHAOS: "1",
      },
    },
    () => answersOk(`http://127.0.0.1:${port}/livez`),
  );
}

/** Migrates a database to a revision: "head", or "+2" for the second one. */
export async function migrate(site: Site, folder: string, databaseUrl: string, revision: string): Promise<void> {
  await site.run({
    name: `migration-to-${revision.replace("+", "revision-")}`,
    program: PYTHON,
    args: ["-m", "alembic", "upgrade", revision],
    folder,
    environment: { PYTHONDONTWRITEBYTECODE: "1", PHASE4_DATABASE_URL: databaseUrl },
  });
}
