import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { expect } from "chai";
import { readRunbook } from "../../support/environment/runbook";
import { PROJECT } from "../../support/cli/phase/place";
import type { RunResult } from "../../support/model/run-result";
import { outcomesOf, preflight, type PreflightEnd } from "./command";

const ITEMS = readRunbook(join(PROJECT, "features", "runbook.yaml"))
  .filter(({ phase }) => phase === "preflight")
  .map(({ id }) => id);

describe("a healthy preflight", () => {
  let end: PreflightEnd;
  let verdict: RunResult;
  let run: string;

  before(async () => {
    end = await preflight([]);
    if (end.verdict === null) throw new Error(`No verdict was written. The command said:\n${end.output}`);
    verdict = end.verdict;
    run = join(end.out, "rehearsal", "runs", verdict.runId);
  });
  after(() => end.remove());

  it("ends with GO, exit code 0, all 14 items passed, in the runbook's order", () => {
    expect(end.exitCode, end.output).to.equal(0);
    expect(verdict.verdict).to.equal("GO");
    expect(outcomesOf(verdict)).to.deep.equal(Object.fromEntries(ITEMS.map((item) => [item, "passed"])));
    expect(verdict.checks.flatMap(({ items }) => items)).to.deep.equal(ITEMS);
  });

  it("is marked as a rehearsal everywhere, with its stand-ins named", () => {
    expect(verdict.rehearsal).to.equal(true);
    expect(verdict.standIns).to.include.members(["Slack", "PagerDuty", "Grafana"]);
    expect(end.output).to.match(/GO {2}preflight, rehearsal/);
    expect(readFileSync(join(run, "index.html"), "utf8")).to.match(/REHEARSAL: this is no evidence about production/);
    expect(readFileSync(join(run, "allure-results", "environment.properties"), "utf8")).to.match(
      /not production evidence/,
    );
  });

  it("keeps measurements and evidence with every check, each piece on disk with its digest", () => {
    for (const { items, evidence, summary } of verdict.checks) {
      expect(evidence, items.join()).to.have.length.above(0);
      expect(summary).not.to.equal("");
      for (const { path, sha256 } of evidence) {
        expect(
          createHash("sha256")
            .update(readFileSync(join(run, path)))
            .digest("hex"),
          path,
        ).to.equal(sha256);
      }
    }
  });

  it("writes a verdict.json that its published schema accepts", () => {
    const schema: object = JSON.parse(
      readFileSync(join(PROJECT, "support", "reporting", "verdict.schema.json"), "utf8"),
    ) as object;
    const isValid = addFormats(new Ajv2020({ allErrors: true, allowUnionTypes: true })).compile(schema);
    isValid(JSON.parse(readFileSync(join(run, "verdict.json"), "utf8")));
    expect(isValid.errors).to.equal(null);
  });

  it("writes all files of the contract, and an Allure report that asks nobody on the internet", () => {
    for (const file of [
      "verdict.json",
      "junit.xml",
      "messages.ndjson",
      "index.html",
      "allure-report/index.html",
      "evidence",
    ]) {
      expect(existsSync(join(run, file)), file).to.equal(true);
    }
    expect(readFileSync(join(run, "allure-report", "index.html"), "utf8")).not.to.match(
      /(?:src|href)="https?:\/\/|googletagmanager|google-analytics/,
    );
  });
});
