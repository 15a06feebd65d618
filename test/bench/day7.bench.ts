import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { bootRehearsal } from "../../rehearsal/boot";
import { serveHistory } from "../../rehearsal/history-server";
import type { RunResult } from "../../support/model/run-result";
import { judgeOn } from "../window/window-run";

/**
 * Judging Day 7 takes at most this often the time of its bare Prometheus queries: from the start of the first check that
 * asks Prometheus to the end of the last one, with clients, exact counts, judgement, charts and evidence on disk. The
 * start of the runner and the reports are no judging.
 */
const GOAL = 3;
const ROUNDS = 7;

/** One request that a check sent, as its evidence has it. */
interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
}

/** Judges Day 7 beside the bare queries that it sends, in turn. */
async function main(): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-bench-"));
  const [rehearsal, history] = [await bootRehearsal({ faults: [] }), await serveHistory("runbook")];
  const pool = new Pool(history.url, { connections: 16 });
  try {
    const judge = () => judgeOn(rehearsal, { phase: "day7", prometheusUrl: history.url }, out);
    const { runId } = await judge();
    const exchanges = exchangesOf(join(out, "rehearsal", "runs", runId, "evidence"), history.url);
    const ratios: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const bareMs = await timed(() => Promise.all(exchanges.map((exchange) => ask(pool, exchange))));
      const judgedMs = spanMs(await judge());
      ratios.push(judgedMs / bareMs);
      process.stdout.write(
        `Day 7 judged in ${judgedMs.toFixed(0)} ms; its ${exchanges.length} queries alone ${bareMs.toFixed(0)} ms: ${(judgedMs / bareMs).toFixed(2)} times\n`,
      );
    }
    const median = ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
    process.stdout.write(`median ${median.toFixed(2)}; the goal is at most ${GOAL}\n`);
    if (!(median <= GOAL)) process.exitCode = 1;
  } finally {
    await pool.close();
    await Promise.all([rehearsal.stop(), history.stop()]);
    rmSync(out, { recursive: true, force: true });
  }
}

function exchangesOf(folder: string, url: string): Exchange[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => JSON.parse(readFileSync(join(folder, path), "utf8")) as Partial<Exchange>)
    .filter((one): one is Exchange => one.request?.url.startsWith(url) === true);
}

async function ask(pool: Pool, { request: { method, url, headers, body } }: Exchange): Promise<void> {
  const { pathname, search } = new URL(url);
  const answer = await pool.request({
    method: method === "POST" ? "POST" : "GET",
    path: pathname + search,
    headers,
    body,
  });
  if (answer.statusCode !== 200) throw new Error(`${method} ${url} was answered with ${answer.statusCode}.`);
  await answer.body.text();
}

/** From the first start to the last end of the checks that ask Prometheus. */
function spanMs({ checks }: RunResult): number {
  const asking = checks.filter(({ tags }) => tags.includes("@needs:monitoring"));
  const starts = asking.map(({ startedAt }) => Date.parse(startedAt));
  const ends = asking.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs);
  return Math.max(...ends) - Math.min(...starts);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

void main();
