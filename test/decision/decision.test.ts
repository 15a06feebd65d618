import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { expect } from "chai";
import type { Journal } from "../../support/journal/journal";
import { checkOf } from "../reporting/run-results";
import { decideOffline } from "./decide-offline";
import { expectNamedFirst, SECOND, signed, theFirstScreen, type DecisionFile } from "./decided";
import { recordWindow, silentRehearsal, type Instead } from "./recorded-window";

const all = mkdtempSync(join(tmpdir(), "decision-"));
after(() => rmSync(all, { recursive: true, force: true }));

interface Given {
  readonly instead?: Instead;
  /** What comes after the window's runs. */
  readonly then?: (folder: string, journal: Journal) => void | Promise<unknown>;
}

/** Decides on a journal of recorded runs. */
async function decide({ instead, then }: Given) {
  const folder = mkdtempSync(join(all, "case-"));
  const environment = silentRehearsal();
  const journal = await recordWindow(folder, environment, instead);
  await then?.(folder, journal);
  await decideOffline({ folder, environment });
  const { verdict, missing } = JSON.parse(readFileSync(join(folder, "decision.json"), "utf8")) as DecisionFile;
  return { verdict, missing, page: readFileSync(join(folder, "decision.html"), "utf8") };
}

const unknown = (item: string, cause: "no-data" | "awaiting-sign-off") =>
  ({
    verdict: "INCONCLUSIVE",
    checks: [checkOf({ items: [item], outcome: "inconclusive", cause, summary: `${item} is not known.` })],
  }) as const;

describe("a decision on what the journal holds", () => {
  const open: Readonly<Record<string, readonly [Given, kind: string, what: RegExp, who: string, command: string]>> = {
    "a checkpoint was inconclusive": [
      { instead: ({ at }) => (at === SECOND ? unknown("D4-2", "no-data") : undefined) },
      "checkpoint",
      /Day 4 monitoring.*10-22 14:45.*inconclusive/,
      "DevOps, on call",
      "npm run day4 -- --environment rehearsal --at 2025-10-22T14:45:00Z",
    ],
    "a checkpoint awaits a sign-off": [
      { instead: ({ phase }) => (phase === "day5-6" ? unknown("D7-9", "awaiting-sign-off") : undefined) },
      "sign-off",
      /Sign-off D7-9: The A\/B test is prepared/,
      "product owner, Phase 4 lead",
      "npm run sign-off -- --environment rehearsal --item D7-9",
    ],
    "a sign-off was withdrawn": [
      {
        then: async (_, journal) => {
          await journal.append(signed({}));
          await journal.append(signed({ answer: "withdrawn" }));
        },
      },
      "sign-off",
      /Sign-off D7-9: The A\/B test is prepared/,
      "product owner, Phase 4 lead",
      "npm run sign-off -- --environment rehearsal --item D7-9",
    ],
    "a run's verdict was changed": [
      {
        then: (folder) => {
          const path = join(folder, "runs", "20251022T144500Z-day4-test", "verdict.json");
          writeFileSync(path, readFileSync(path, "utf8").replace("passed", "passes"));
        },
      },
      "checkpoint",
      /Day 4 monitoring.*10-22 14:45.*damaged/,
      "DevOps, on call",
      "npm run day4 -- --environment rehearsal --at 2025-10-22T14:45:00Z",
    ],
  };
  for (const [sentence, [given, kind, what, who, command]] of Object.entries(open))
    it(`${sentence}: INCONCLUSIVE, and the page says first what is missing and who supplies it`, async () => {
      const { verdict, page, missing } = await decide(given);
      expect(verdict).to.equal("INCONCLUSIVE");
      expectNamedFirst({ page, missing }, { kind, what, who, command });
    });

  it("a checkpoint was NO-GO: NO-GO, and the page says why first", async () => {
    const checks = [checkOf({ items: ["D4-1"], outcome: "failed", summary: "0.90 % of the requests failed" })];
    const { verdict, page } = await decide({
      instead: ({ at }) => (at === SECOND ? { verdict: "NO-GO", checks } : undefined),
    });
    expect(verdict).to.equal("NO-GO");
    expect(theFirstScreen(page)).to.match(
      /Day 4 at 2025-10-22 14:45 UTC was NO-GO: D4-1 failed: 0.90 % of the requests failed/,
    );
  });
});
