import { stringify } from "yaml";
import { installHistory, prepareHistory, type HistoryFacts } from "./history";
import { findProgram } from "./programs";
import { storageFolder } from "./parts/prometheus";
import { freePort } from "./ports";
import { Site } from "./site";
import { answersOk } from "./wait";

/** A Prometheus that holds a canary week and scrapes nothing. */
export interface HistoryServer extends HistoryFacts {
  readonly url: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const START_DEADLINE_MS = 20_000;

/** Serves a canary week by a Prometheus of its own, in a fraction of a second once the week's data are made. */
export async function serveHistory(week: string): Promise<HistoryServer> {
  const { blockFolders, partsMade: _partsMade, ...facts } = await prepareHistory(week);
  const site = new Site({ dataFolder: undefined, deadlineMs: START_DEADLINE_MS, interrupt: undefined });
  const address = `127.0.0.1:${await freePort()}`;
  try {
    await installHistory(blockFolders, storageFolder(site));
    const configuration = site.write("prometheus.yaml", stringify({ scrape_configs: [] }));
    const args = [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${storageFolder(site)}`,
      "--storage.tsdb.retention.time=10y",
      `--web.listen-address=${address}`,
    ];
    await site.start({ name: "prometheus", program: findProgram("prometheus") ?? "prometheus", args }, () =>
      answersOk(`http://${address}/-/ready`),
    );
  } catch (error) {
    await site.stop();
    throw error;
  }
  return { ...facts, url: `http://${address}`, stop: () => site.stop() };
}
