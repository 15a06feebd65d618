import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { expect } from "chai";
import { z } from "zod";
import { findProgram } from "../../rehearsal/programs";
import { createRunMetrics, type RunMetricsOutlets } from "../../support/run-metrics/create-run-metrics";
import { startProgram, type StartedProgram } from "../clients/started-program";
import { inFolder } from "../clients/temporary-folder";
import { closedPort } from "../clients/transport/local-servers";
import { connectionTo, startWebServer } from "../clients/web-server";
import { checkOf } from "../reporting/run-results";
import { day4Run, record, SUBJECT } from "./recorded-runs";

const RUN = {
  result: day4Run("10:15", { verdict: "NO-GO", checks: [checkOf({ items: ["D4-1"], outcome: "failed" })] }),
  beganAt: "2026-01-01T10:15:02.000Z",
  endedAt: "2026-01-01T10:15:12.000Z",
};

/** Tells of one recorded run, to the outlets that are made for its folder. @returns what went wrong. */
async function told(
  outletsIn: (folder: string) => RunMetricsOutlets,
  look: (folder: string) => void = () => undefined,
) {
  return inFolder({}, async (folder) => {
    await record(folder, [RUN]);
    const outlets = outletsIn(folder);
    const problems = await createRunMetrics({ subject: SUBJECT, folder, outlets, redact: (text) => text }).record();
    look(folder);
    return problems;
  });
}

describe("the text file", () => {
  const inFile = (folder: string, name = "runs.prom") => ({ textfile: { path: join(folder, name), mode: 0o640 } });

  it("has the metrics, as promtool likes them, and nothing is left beside it", async () => {
    const problems = await told(inFile, (folder) => {
      const text = readFileSync(join(folder, "runs.prom"), "utf8");
      expect(text).to.match(/^canary_runbook_verdict\{.*verdict="NO-GO"\} 1$/m);
      const input = { input: text, encoding: "utf8" } as const;
      const { status, stdout, stderr } = spawnSync(findProgram("promtool") ?? "promtool", ["check", "metrics"], input);
      expect([status, stdout, stderr]).to.deep.equal([0, "", ""]);
      expect(statSync(join(folder, "runs.prom")).mode & 0o777).to.equal(0o640);
      expect(readdirSync(folder).filter((name) => name.includes(".prom"))).to.deep.equal(["runs.prom"]);
    });
    expect(problems).to.deep.equal([]);
  });

  it("is replaced in one step: who has it open reads the old one to its end", async () => {
    await told(
      (folder) => {
        writeFileSync(join(folder, "runs.prom"), "old 1\n");
        return inFile(folder);
      },
      (folder) => expect(readFileSync(join(folder, "runs.prom"), "utf8")).not.to.contain("old"),
    );
  });

  it("whose folder is not there: is told, with what to do", async () => {
    const [problem, ...others] = await told((folder) => inFile(folder, "no/runs.prom"));
    expect(others).to.deep.equal([]);
    expect(problem?.what).to.equal("The metrics of the runs could not be written to the text file.");
    expect(problem?.why).to.match(/ENOENT/);
    expect(problem?.fix).to.match(/^Make the folder/);
  });

  it("where a folder stands: is told, and nothing is left beside it", async () => {
    const [problem] = await told(
      (folder) => {
        mkdirSync(join(folder, "runs.prom"));
        return inFile(folder);
      },
      (folder) => expect(readdirSync(folder).filter((name) => name.includes(".prom"))).to.deep.equal(["runs.prom"]),
    );
    expect(problem?.fix).to.match(/^A folder stands/);
  });
});

const groups = z.object({
  data: z.array(z.looseObject({ labels: z.record(z.string(), z.string()), last_push_successful: z.boolean() })),
});

describe("a real Pushgateway", () => {
  let url = "";
  let program: StartedProgram | null = null;
  before(async () => {
    const address = `127.0.0.1:${await closedPort()}`;
    url = `http://${address}`;
    const run = [findProgram("prometheus-pushgateway") ?? "prometheus-pushgateway", `--web.listen-address=${address}`];
    program = await startProgram(run, async () => (await fetch(`${url}/-/ready`)).ok);
  });
  after(() => program?.stop());

  const group = (grouping: Record<string, string>, baseUrl = url, job = "canary_runbook") => ({
    pushgateway: {
      connection: connectionTo(baseUrl, { system: "Pushgateway", auth: { kind: "none" } }),
      job,
      grouping,
    },
  });
  const kept = async () => groups.parse(await (await fetch(`${url}/api/v1/metrics`)).json()).data;

  it("that does not take them: its own words are told", async () => {
    const other = `${url}/metrics/job/other`;
    const body = "# TYPE canary_runbook_verdict counter\ncanary_runbook_verdict 1\n";
    await fetch(other, { method: "PUT", body });
    const [problem] = await told(() => group({ environment: "another" }));
    await fetch(other, { method: "DELETE" });
    expect(problem?.what).to.match(
      /^The Pushgateway does not take the metrics \(HTTP 400\): [\s\S]*canary_runbook_verdict/,
    );
    expect(problem?.fix).to.match(/runMetrics\.pushgateway/);
  });

  it("keeps the metrics in the environment's group, read back; a second push replaces them", async () => {
    for (const _ of [1, 2])
      expect(await told(() => group({ environment: "production", team: "a/b.c" }))).to.deep.equal([]);
    const mine = (await kept()).filter(({ labels }) => labels["team"] === "a/b.c");
    expect(mine.map(({ labels, last_push_successful }) => [labels["environment"], last_push_successful])).to.deep.equal(
      [["production", true]],
    );
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text.match(/^canary_runbook_verdict\{.*verdict="NO-GO".*\} 1$/gm)).to.have.length(1);
    expect(text.match(/^canary_runbook_verdict\{.*verdict="GO".*\} 0$/gm)).to.have.length(1);
  });

  it("that cannot be reached: is told, and the text file is written all the same", async () => {
    const nobody = `http://127.0.0.1:${await closedPort()}`;
    const problems = await told(
      (folder) => ({
        ...group({ environment: "production" }, nobody),
        textfile: { path: join(folder, "runs.prom"), mode: 0o644 },
      }),
      (folder) => expect(readdirSync(folder)).to.include("runs.prom"),
    );
    expect(problems.map(({ what }) => what)).to.have.length(1);
    expect(problems[0]?.what).to.match(/Pushgateway/);
  });
});

describe("a Pushgateway behind a proxy", () => {
  it("gets path prefix and credentials; a refusal of them is told without the token", async () => {
    const server = await startWebServer((_, response) => response.writeHead(401).end());
    const connection = connectionTo(`${server.url}/push`, { system: "Pushgateway" });
    const [problem] = await told(() => ({
      pushgateway: { connection, job: "j", grouping: { environment: "production" } },
    }));
    await server.stop();
    expect(server.asked[0]).to.deep.equal({
      what: "PUT /push/metrics/job/j/environment/production",
      authorization: "Bearer a-token-of-the-test",
    });
    expect(JSON.stringify(problem))
      .to.match(/401/)
      .and.not.to.match(/a-token-of-the-test/);
  });

  it("that never answers holds nobody up for longer than its deadline", async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const connection = connectionTo(`http://127.0.0.1:${port}`, { timeoutMs: 300, deadlineMs: 600 });
    const began = performance.now();
    const [problem] = await told(() => ({ pushgateway: { connection, job: "j", grouping: {} } }));
    expect(performance.now() - began).to.be.below(5_000);
    expect(problem?.what).to.be.a("string");
    server.closeAllConnections();
    server.close();
  });
});
