import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { writeAllureOverview } from "../../../support/reporting/allure-overview";
import { writeAllureResults } from "../../../support/reporting/allure";
import { runPage } from "../../../support/reporting/run-page";
import { checkOf, RUNBOOK, runOf } from "../run-results";

const folder = mkdtempSync(path.join(tmpdir(), "links-"));
after(() => rmSync(folder, { recursive: true }));
const options = { runbook: RUNBOOK, language: "en", itemsPageUrl: "../index.html" } as const;

/** Where the reports of a run of this phase lead, apart from its own pages: of its Allure result, and of the Allure page's first page. */
async function linksOf(phase: "decision" | "day7"): Promise<readonly [unknown, unknown, boolean]> {
  const run = runOf([checkOf()], { phase });
  const of = path.join(folder, phase);
  await writeAllureResults(of, run, options);
  await writeAllureOverview(of, run, { language: "en", versions: {}, buildOrder: 1 });
  const results = path.join(of, "allure-results");
  const result = readdirSync(results).find((name) => name.endsWith("-result.json")) ?? "";
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(results, name), "utf8"));
  const { links } = read(result) as { links: readonly { url: string }[] };
  const { buildUrl = null } = read("executor.json") as { buildUrl?: string };
  return [links.map(({ url }) => url), buildUrl, runPage(run, RUNBOOK, "en").includes('href="decision.html"')];
}

test("the decision opens from the Allure page and the run's page of its run", async () => {
  assert.deepEqual(await linksOf("decision"), [["../index.html#D3-T1", "../decision.html"], "../decision.html", true]);
});

test("no report of another phase names a decision that may not be there", async () => {
  assert.deepEqual(await linksOf("day7"), [["../index.html#D3-T1"], null, false]);
});
