import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { expect } from "chai";
import { watchMetrics } from "../../support/cli/watch/metrics";
import { readWatchOptions } from "../../support/cli/watch/options";
import { loadEnvironmentFile } from "../../support/environment/load";
import { createRedactor } from "../../support/reporting/redact";
import { inFolder } from "../clients/temporary-folder";
import { startWebServer } from "../clients/web-server";
import { checkOf } from "../reporting/run-results";
import { day4Run, record } from "./recorded-runs";

const FILE = `name: production
release:
  { id: r1, service: phase4, canaryVersion: "2.0.0", legacyVersion: "1.9.0", rolledOutAt: "2026-01-01T10:00:00Z" }
`;
const RUN = {
  result: day4Run("10:15", {
    verdict: "INCONCLUSIVE",
    checks: [checkOf({ outcome: "inconclusive", cause: "no-data" })],
  }),
  beganAt: "2026-01-01T10:15:02.000Z",
  endedAt: "2026-01-01T10:15:12.000Z",
};

/** The metrics of a watch whose environment file stands in a folder of its own. */
function watching<T>(
  options: readonly string[],
  work: (given: {
    folder: string;
    out: string;
    notes: string[];
    metrics: Awaited<ReturnType<typeof watchMetrics>>;
  }) => Promise<T>,
  more = "",
) {
  return inFolder({ "production.yaml": FILE + more }, async (folder) => {
    const out = join(folder, "reports");
    const notes: string[] = [];
    const file = join(folder, "production.yaml");
    const place = () => ({
      ...loadEnvironmentFile(file, { variables: {}, secrets: {} }),
      secrets: {},
      monitored: Promise.resolve(),
      leave: () => Promise.resolve(),
    });
    const metrics = await watchMetrics({
      grounds: { place },
      options: readWatchOptions(["--environment", "production", "--out", out, ...options]),
      redactor: createRedactor({}),
      screen: { note: (line) => void notes.push(line) },
    });
    return work({ folder, out, notes, metrics }).finally(() => metrics.close());
  });
}

const urlIn = (notes: readonly string[]): string => /http:\S+/.exec(notes.join())?.[0] ?? "nowhere";

describe("npm run watch -- --metrics-port", () => {
  it("serves what the journal says at that moment, and nothing else", () =>
    watching(["--metrics-port", "0"], async ({ out, notes }) => {
      const url = urlIn(notes);
      expect(await (await fetch(url)).text()).not.to.contain("canary_runbook_verdict");
      await record(join(out, "production"), [RUN]);
      const answer = await fetch(url);
      expect([answer.status, answer.headers.get("content-type")]).to.deep.equal([
        200,
        "text/plain; version=0.0.4; charset=utf-8",
      ]);
      const text = await answer.text();
      expect(text).to.match(/^canary_runbook_verdict\{.*verdict="INCONCLUSIVE"\} 1$/m);
      expect(text).to.match(/^canary_runbook_verdict\{.*verdict="GO"\} 0$/m);
      expect((await fetch(url, { method: "POST" })).status).to.equal(405);
      expect((await fetch(url.replace("/metrics", "/"))).status).to.equal(404);
    }));

  it("follows a roll-out that moves, and survives a file with faults", () =>
    watching(["--metrics-port", "0"], async ({ folder, notes }) => {
      const rollOut = async () =>
        / (\d+)$/m.exec((await (await fetch(urlIn(notes))).text()).split("roll_out_timestamp_seconds{")[1] ?? "")?.[1];
      expect(await rollOut()).to.equal(String(Date.parse("2026-01-01T10:00:00Z") / 1000));
      writeFileSync(join(folder, "production.yaml"), FILE.replace("T10:", "T11:"));
      expect(await rollOut()).to.equal(String(Date.parse("2026-01-01T11:00:00Z") / 1000));
      writeFileSync(join(folder, "production.yaml"), "name: [");
      expect(await rollOut()).to.equal(String(Date.parse("2026-01-01T11:00:00Z") / 1000));
    }));

  it("a journal that cannot be read is answered with 500: no metrics are better than old ones", () =>
    watching(["--metrics-port", "0"], async ({ out, notes }) => {
      await record(join(out, "production"), [RUN]);
      rmSync(join(out, "production", "journal.ndjson"));
      mkdirSync(join(out, "production", "journal.ndjson"));
      expect((await fetch(urlIn(notes))).status).to.equal(500);
    }));

  it("on a port that is taken: the watch goes on without", async () => {
    const taken = await startWebServer((_, response) => response.end());
    const port = new URL(taken.url).port;
    await watching(["--metrics-port", port], async ({ notes }) => expect(notes).to.deep.equal([]));
    await taken.stop();
  });

  it("that is no port: is refused", () => {
    for (const port of ["http", "65536", "-1"])
      expect(() => readWatchOptions(["--metrics-port", port])).to.throw(/is no port|argument missing/);
  });
});

describe("while it is watched", () => {
  it("the text file follows each checkpoint, also one that could not be run", () =>
    watching(
      [],
      async ({ folder, out, metrics, notes }) => {
        const state = {
          points: [],
          running: null,
          next: null,
          failures: new Map<string, string>(),
          damage: null,
          untold: null,
        };
        await metrics.hook.onBegin(state);
        await record(join(out, "production"), [RUN]);
        await metrics.hook.onCheckpoint({ phase: "day4", at: "2026-01-01T10:15:00.000Z" }, state);
        expect(readFileSync(join(folder, "runs.prom"), "utf8")).to.match(/verdict="INCONCLUSIVE"\} 1$/m);
        expect(notes).to.deep.equal([]);
      },
      "runMetrics: { textfile: { path: runs.prom } }\n",
    ));
});
