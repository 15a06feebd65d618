import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { expect } from "chai";
import { execa } from "execa";
import { ENVIRONMENTS, PROJECT } from "../../support/cli/phase/place";
import { closedPort } from "../clients/transport/local-servers";

const name = `test-metrics-${process.pid}`;
const out = mkdtempSync(join(tmpdir(), "run-metrics-"));
after(() => {
  rmSync(join(ENVIRONMENTS, `${name}.yaml`), { force: true });
  rmSync(out, { recursive: true, force: true });
});

describe("a run whose metrics cannot be delivered", () => {
  it("ends as it would have, says so on the error output, and looks like GO nowhere", async () => {
    const address = `http://127.0.0.1:${await closedPort()}`;
    writeFileSync(
      join(ENVIRONMENTS, `${name}.yaml`),
      [
        `name: ${name}`,
        'release: { id: r1, service: shop, canaryVersion: "2.0.0", legacyVersion: "1.9.4" }',
        "runMetrics:",
        `  pushgateway: { connection: { url: "${address}", timeoutSeconds: 1, deadlineSeconds: 2 } }`,
        `  textfile: { path: "${join(out, "runs.prom")}" }`,
      ].join("\n"),
    );
    const program = ["--require", "ts-node/register", join("support", "cli", "preflight.ts")];
    const options = ["--environment", name, "--out", out, "--no-html"];
    const { exitCode, stdout, stderr } = await execa(process.execPath, [...program, ...options], {
      cwd: PROJECT,
      reject: false,
      timeout: 120_000,
    });
    expect(stdout).to.match(/^INCONCLUSIVE {2}preflight/m);
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(
      /^Metrics of the runs: .*Pushgateway.* The verdict and the exit code do not depend on it\./,
    );
    expect(stderr.trim().split("\n")).to.have.length(1);
    const metrics = readFileSync(join(out, "runs.prom"), "utf8");
    expect(metrics).to.match(/^canary_runbook_verdict\{.*phase="preflight",verdict="INCONCLUSIVE"\} 1$/m);
    expect(metrics).to.match(/^canary_runbook_verdict\{.*phase="preflight",verdict="GO"\} 0$/m);
    expect(metrics).not.to.match(/outcome="passed"\} [1-9]/);
    expect(metrics, "an outcome for each item of Day 3").to.match(/item="D3-I5",outcome="inconclusive"\} 1/);
  });
});
