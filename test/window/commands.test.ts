import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { expect } from "chai";
import { execa } from "execa";
import { PROJECT } from "../../support/cli/phase/place";
import type { RunResult } from "../../support/model/run-result";
import { itemOutcomes } from "./window-run";

describe("the commands of the canary window, as a user runs them", () => {
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
  after(() => rmSync(out, { recursive: true, force: true }));
  const verdictOf = (phase: string) =>
    JSON.parse(readFileSync(join(out, "rehearsal", "latest", phase, "verdict.json"), "utf8")) as RunResult;

  const kindsOf = (runId: string) =>
    readFileSync(join(out, "rehearsal", "journal.ndjson"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly runId?: string })
      .flatMap((entry) => (entry.runId === runId ? [entry.kind] : []));

  const TABLES = {
    day4: /^15:45 {7}0\.01 % {6}51 ms {2}1\.3 GB {2}✅$/m,
    "day5-6": /^10-24 08:00 {2}0\.02 % {6}59 ms {2}2 {7}✅$/m,
    day7: /^Availability {10}> 99\.95 % {2}99\.98 % by requests, 100\.00 % by time {2}✅$/m,
  } as const;
  for (const [phase, row] of Object.entries(TABLES)) {
    it(`npm run ${phase}: GO, exit code 0, the runbook's table`, async () => {
      const { exitCode, all } = await command(phase, ["--no-html", "--out", out]);
      expect(exitCode, all).to.equal(0);
      expect(all).to.match(row);
      expect(verdictOf(phase).verdict).to.equal("GO");
    });
  }

  it("npm run day7 with a fault: NO-GO, exit code 1, exactly its item", async () => {
    const { exitCode, all } = await command("day7", ["--no-html", "--out", out, "--fault", "open-issue"]);
    expect(exitCode, all).to.equal(1);
    const notPassed = Object.entries(itemOutcomes(verdictOf("day7"))).filter(([, outcome]) => outcome !== "passed");
    expect(notPassed).to.deep.equal([["D7-8", "failed"]]);
  });

  it("npm run day4 while 3 % of the requests fail: NO-GO, and the incident's part in the same report, which only read", async () => {
    const { exitCode, all } = await command("day4", [
      "--no-html",
      "--out",
      out,
      "--fault",
      "error-rate-of-an-incident",
    ]);
    expect(exitCode, all).to.equal(1);
    const { verdict, incident, timeline, runId, checks } = verdictOf("day4");
    expect(verdict).to.equal("NO-GO");
    const items = ["INC-0", "INC-1", "INC-2", "INC-3", "INC-4", "INC-5", "INC-6"];
    expect(incident).to.deep.equal({ state: "begun", limitPercent: 1, because: [SEEN], items });
    expect(items.filter((item) => !checks.some((check) => check.items.includes(item)))).to.deep.equal([]);
    expect(timeline, "what lies in the past has no time of today").to.equal(undefined);
    const page = readFileSync(join(out, "rehearsal", "latest", "day4", "index.html"), "utf8");
    for (const text of [BEGUN, RATE, "B, roll back", 'id="INC-0"']) expect(page).to.include(text);
    expect(all).to.include(`${BEGUN}\n${SEEN}\n7 checks`);
    expect(all).to.match(/^✗ INC-0 .+An incident\. Error rate 3\.01 %/m);
    expect(kindsOf(runId)).to.not.include.members(["rollback-step", "announcement", "test-message"]);
  });

  it("npm run day4 before the roll-out: nothing to look at, exit code 2", async () => {
    const at = ["--at", "2025-10-22T13:30:00Z"];
    const { exitCode, all } = await command("day4", ["--no-html", "--out", out, ...at]);
    expect(exitCode, all).to.equal(2);
    expect(all).to.match(/inconclusive \(not-executed\): There is nothing to look at yet: the canary is rolled out at/);
  });

  it("npm run replay judges the run again, offline, alike", async () => {
    const run = join(out, "rehearsal", "latest", "day5-6");
    const { exitCode, all } = await command("replay", [run]);
    expect(exitCode, all).to.equal(0);
    expect(all).to.match(/^The same verdict: GO, 6 checks alike/m);
  });

  it("npm run journal -- verify finds all of it whole", async () => {
    const { exitCode, all } = await command("journal", ["verify", "--out", out]);
    expect(exitCode, all).to.equal(0);
    expect(all).to.match(/The journal of rehearsal is whole: \d+ entries, 6 runs/);
  });
});

const BEGUN = "More than 1 % of errors were seen, so the read-only part of the incident scenario was begun by itself:";
const RATE = "the error rate is 3.01 % from 2025-10-22 15:15 to 15:45 UTC, above 1 %.";
const SEEN = `D4-1 (The canary's error rate since the last checkpoint): ${RATE}`;

function command(name: string, options: readonly string[]) {
  const args = ["--require", "ts-node/register", join("support", "cli", `${name}.ts`), ...options];
  return execa(process.execPath, args, { cwd: PROJECT, reject: false, all: true, stdin: "ignore", timeout: 120_000 });
}
