import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { startProgram } from "./started-program";
import { closedPort } from "./transport/local-servers";

/** A real program on a loopback port, with its data in a folder of its own. */
export interface RealServer {
  readonly url: string;
  /** "127.0.0.1:port": what Prometheus calls an instance. */
  readonly instance: string;
  stop(): Promise<void>;
}

/** What the real Prometheus of a test is told, beside that it scrapes itself. */
export interface PrometheusSetting {
  /** Further jobs with their targets. */
  readonly jobs?: Readonly<Record<string, readonly string[]>>;
  readonly rules?: readonly object[];
  readonly alertmanagers?: readonly string[];
}

/** Starts a real Prometheus that scrapes and evaluates every second. */
export async function startPrometheus({
  jobs = {},
  rules = [],
  alertmanagers = [],
}: PrometheusSetting): Promise<RealServer> {
  return await startServer("prometheus", "/-/ready", async (folder, instance) => {
    const targets = (addresses: readonly string[]) => [{ targets: addresses }];
    const configuration = {
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [join(folder, "rules.yaml")],
      alerting: { alertmanagers: [{ static_configs: targets(alertmanagers) }] },
      scrape_configs: Object.entries({ prometheus: [instance], ...jobs }).map(([job_name, addresses]) => ({
        job_name,
        static_configs: targets(addresses),
      })),
    };
    await writeFile(join(folder, "prometheus.yaml"), stringify(configuration));
    await writeFile(join(folder, "rules.yaml"), stringify({ groups: [{ name: "canary", interval: "1s", rules }] }));
    return [`--config.file=${join(folder, "prometheus.yaml")}`, `--storage.tsdb.path=${join(folder, "data")}`];
  });
}

/** Starts a real Alertmanager that stands alone and notifies nobody. */
export async function startAlertmanager(): Promise<RealServer> {
  return await startServer("prometheus-alertmanager", "/-/ready", async (folder) => {
    const configuration = { route: { receiver: "nobody" }, receivers: [{ name: "nobody" }] };
    await writeFile(join(folder, "alertmanager.yaml"), stringify(configuration));
    return [
      `--config.file=${join(folder, "alertmanager.yaml")}`,
      `--storage.path=${join(folder, "data")}`,
      "--cluster.listen-address=",
    ];
  });
}

async function startServer(
  program: string,
  readyPath: string,
  prepare: (folder: string, instance: string) => Promise<readonly string[]>,
): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), "client-test-"));
  const instance = `127.0.0.1:${await closedPort()}`;
  const url = `http://${instance}`;
  const run = [`/usr/bin/${program}`, ...(await prepare(folder, instance)), `--web.listen-address=${instance}`];
  const started = await startProgram(run, async () => (await fetch(`${url}${readyPath}`)).ok);
  const stop = async () => {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url, instance, stop };
}

/** Asks until it holds. @throws Error where that is not so in 15 s: Prometheus finds its targets only after 5 s. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It never came that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
