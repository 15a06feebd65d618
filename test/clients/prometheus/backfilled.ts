import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startProgram } from "../started-program";
import { closedPort } from "../transport/local-servers";

/** A series with the samples that a server is to have: Unix seconds and value. */
export interface StoredSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [at: number, value: number])[];
}

/** A server that holds the samples of a test. */
export interface BackfilledServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A real Prometheus whose blocks are made of the series; it scrapes nothing. */
export async function startBackfilledPrometheus(series: readonly StoredSeries[]): Promise<BackfilledServer> {
  return await startIn("prometheus", "/-/ready", async (folder, address) => {
    const [samples, data, file] = [join(folder, "samples.om"), join(folder, "data"), join(folder, "prometheus.yaml")];
    await writeFile(samples, `${lines(series, (at) => String(at)).join("\n")}\n# EOF\n`);
    await writeFile(file, "global: { scrape_interval: 1m }\n");
    const backfill = ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=162h", samples, data];
    await promisify(execFile)("/usr/bin/promtool", backfill);
    const storage = [`--storage.tsdb.path=${data}`, "--storage.tsdb.retention.time=100y"];
    return [`--config.file=${file}`, ...storage, `--web.listen-address=${address}`];
  });
}

/** A real VictoriaMetrics with the same samples: it speaks the same API and evaluates in its own way. */
export async function startBackfilledVictoriaMetrics(series: readonly StoredSeries[]): Promise<BackfilledServer> {
  const server = await startIn("victoria-metrics", "/health", async (folder, address) => [
    `-storageDataPath=${join(folder, "data")}`,
    `-httpListenAddr=${address}`,
    "-retentionPeriod=100y",
  ]);
  const body = lines(series, (at) => String(Math.round(at * 1_000))).join("\n");
  await asked(`${server.url}/api/v1/import/prometheus`, { method: "POST", body });
  await asked(`${server.url}/internal/force_flush`, {});
  return server;
}

async function asked(url: string, init: RequestInit): Promise<void> {
  const { ok, status } = await fetch(url, init);
  if (!ok) throw new Error(`${url} answered with ${status}.`);
}

/** Lines of the exposition format, the series of one metric side by side. */
function lines(series: readonly StoredSeries[], time: (at: number) => string): string[] {
  return [...series]
    .sort((one, other) => one.name.localeCompare(other.name))
    .flatMap(({ name, labels, samples }) => {
      const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      return samples.map(([at, value]) => `${name}{${pairs.join(",")}} ${value} ${time(at)}`);
    });
}

async function startIn(
  program: string,
  readyPath: string,
  prepare: (folder: string, address: string) => Promise<readonly string[]>,
): Promise<BackfilledServer> {
  const folder = await mkdtemp(join(tmpdir(), "client-test-"));
  const address = `127.0.0.1:${await closedPort()}`;
  const url = `http://${address}`;
  const run = [`/usr/bin/${program}`, ...(await prepare(folder, address))];
  const started = await startProgram(run, async () => (await fetch(`${url}${readyPath}`)).ok);
  const stop = async () => {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url, stop };
}
