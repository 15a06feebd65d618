import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import axe from "axe-core";
import { expect } from "chai";
import { chromium, type Browser } from "playwright";
import { runPage } from "../../support/reporting/run-page";
import { anyBrowser } from "../any-browser";
import { decideOffline } from "../decision/decide-offline";
import { SECOND, signed } from "../decision/decided";
import { recordWindow, silentRehearsal, type Instead } from "../decision/recorded-window";
import { checkOf, EACH_OUTCOME, runOf, RUNBOOK } from "../reporting/run-results";

const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] };
const WIDTHS = [1280, 390];
const LANGUAGES = ["en", "ko"] as const;

const all = mkdtempSync(join(tmpdir(), "pages-"));
let browser: Browser;
before(async () => {
  browser = await chromium.launch({ executablePath: anyBrowser(), chromiumSandbox: process.getuid?.() !== 0 });
});
after(async () => {
  await browser.close();
  rmSync(all, { recursive: true, force: true });
});

/** A decision's page on a window of recorded runs, with the answers of a person. */
async function decisionOn(instead: Instead): Promise<string> {
  const folder = mkdtempSync(join(all, "decision-"));
  const environment = silentRehearsal();
  const journal = await recordWindow(folder, environment, instead);
  for (const item of ["D4-M1", "D7-9"])
    await journal.append(signed({ item, note: "After 20261128T082350Z-preparation-e6d1." }));
  await decideOffline({ folder, environment });
  return readFileSync(join(folder, "decision.html"), "utf8");
}

const failed = checkOf({ items: ["D4-1"], outcome: "failed", summary: "0.90 % of the requests failed." });
const unknown = checkOf({ items: ["D4-1"], outcome: "inconclusive", cause: "no-data", summary: "No data." });
const DECISIONS: Readonly<Record<string, Instead>> = {
  GO: () => undefined,
  "NO-GO": ({ at }) => (at === SECOND ? { verdict: "NO-GO", checks: [failed] } : undefined),
  INCONCLUSIVE: ({ at, phase }) =>
    phase === "day7" ? null : at === SECOND ? { verdict: "INCONCLUSIVE", checks: [unknown] } : undefined,
};

/** What axe finds, each as "rule: elements". @param switchTo the language to switch the page to; null: it has no switch. */
async function findings(page: string, width: number, switchTo: (typeof LANGUAGES)[number] | null): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width, height: 844 } });
  try {
    const tab = await context.newPage();
    await tab.setContent(page);
    if (switchTo !== null) await tab.check(`#show-${switchTo}`);
    await tab.evaluate(axe.source);
    const { violations, passes } = await tab.evaluate(
      async (rules) => (globalThis as unknown as { axe: typeof axe }).axe.run(rules),
      RULES,
    );
    expect(passes.length, "rules that passed: axe has looked").to.be.above(15);
    const wider = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
      ...(wider > 0 ? [`the page is ${wider} px wider than its window`] : []),
    ];
  } finally {
    await context.close();
  }
}

describe("axe finds nothing on a decision's page", () => {
  for (const [verdict, instead] of Object.entries(DECISIONS))
    it(`${verdict}, in both languages, wide and narrow`, async () => {
      const page = await decisionOn(instead);
      expect(page).to.include(`<title>${verdict}:`);
      for (const language of LANGUAGES)
        for (const width of WIDTHS)
          expect(await findings(page, width, language), `${language} ${width}`).to.deep.equal([]);
    });
});

describe("axe finds nothing on a run's page", () => {
  for (const language of LANGUAGES)
    it(`${language}, with checks of every outcome, wide and narrow`, async () => {
      const page = runPage(runOf(EACH_OUTCOME), RUNBOOK, language);
      for (const width of WIDTHS) expect(await findings(page, width, null), String(width)).to.deep.equal([]);
    });
});
