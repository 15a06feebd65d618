import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { installHistory, prepareHistory } from "../../rehearsal/history";
import { findProgram } from "../../rehearsal/programs";
import { startProgram } from "../clients/started-program";
import { closedPort } from "../clients/transport/local-servers";

/** A real Prometheus that knows nothing but a week's history. */
export interface HistoryServer {
  /** The samples of an instant query at the end of the week, by their labels' values. */
  ask(promql: string): Promise<Record<string, number>>;
  /** The only sample. @throws where there are none or several */
  askOne(promql: string): Promise<number>;
  stop(): Promise<void>;
}

const vector = z.object({
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.coerce.number()]) }),
    ),
  }),
});

/** Prepares the week and starts a Prometheus with it, which scrapes nothing. */
export async function startHistoryServer(week: string): Promise<HistoryServer> {
  const [folder, port] = [await mkdtemp(join(tmpdir(), "history-test-")), await closedPort()];
  const { blockFolders, endsAt } = await prepareHistory(week);
  await installHistory(blockFolders, join(folder, "data"));
  await writeFile(join(folder, "prometheus.yaml"), "scrape_configs: []\n");
  const program = await startProgram(
    [
      findProgram("prometheus") ?? "prometheus",
      `--config.file=${join(folder, "prometheus.yaml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      "--storage.tsdb.retention.time=10y",
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok,
  );
  const ask = async (promql: string): Promise<Record<string, number>> => {
    const body = new URLSearchParams({ query: promql, time: endsAt });
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/query`, { method: "POST", body });
    if (!response.ok) throw new Error(`${promql}: ${await response.text()}`);
    const { result } = vector.parse(await response.json()).data;
    return Object.fromEntries(result.map(({ metric, value }) => [Object.values(metric).join(" "), value[1]]));
  };
  return {
    ask,
    askOne: async (promql) => {
      const [value, ...others] = Object.values(await ask(promql));
      if (value === undefined || others.length > 0) throw new Error(`${promql}: not one sample`);
      return value;
    },
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
