import { appendFileSync, copyFileSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { expect } from "chai";
import { sha256Of } from "../../support/journal/digest";
import { readJournal } from "../../support/journal/read-journal";
import { openJournal } from "../../support/journal/journal";
import { verifyDecisions } from "../../support/journal/verify-decisions";
import { decideOffline } from "../decision/decide-offline";
import { recordWindow, silentRehearsal } from "../decision/recorded-window";
import { OPEN } from "./facts";

const all = mkdtempSync(join(tmpdir(), "decisions-"));
const whole = join(all, "whole");
const FIRST = "20251025T140005Z-decision-test";
const SECOND = "20251025T150005Z-decision-test";
after(() => rmSync(all, { recursive: true, force: true }));
before(async () => {
  const environment = silentRehearsal();
  await recordWindow(whole, environment);
  await decideOffline({ folder: whole, environment, runId: FIRST });
  await decideOffline({ folder: whole, environment, runId: SECOND });
});

/** What is named after a change to a copy, each as "path kind". */
async function namedAfter(change: (folder: string) => void | Promise<void>): Promise<string[]> {
  const folder = mkdtempSync(join(all, "copy-"));
  await cp(whole, folder, { recursive: true });
  await change(folder);
  const { problems } = await verifyDecisions(folder, (await readJournal(folder)).entries);
  return problems.map(({ path, kind }) => `${path} ${kind}`);
}

/** A decision.json of one run, known to the journal, with this content. */
async function recorded(folder: string, content: string): Promise<void> {
  const runId = "20251025T160005Z-decision-test";
  await cp(join(folder, "runs", SECOND), join(folder, "runs", runId), { recursive: true });
  writeFileSync(join(folder, "runs", runId, "decision.json"), content);
  writeFileSync(join(folder, "decision.json"), content);
  const journal = await openJournal(folder, OPEN);
  await journal.append({ kind: "decision", runId, verdict: "GO", decisionSha256: sha256Of(content) });
}

describe("the decisions, held against the journal", () => {
  const cases: Readonly<Record<string, readonly [(folder: string) => void | Promise<void>, readonly string[]]>> = {
    "nothing is changed": [() => undefined, []],
    "the page of an earlier run is changed": [
      (folder) => appendFileSync(join(folder, "runs", FIRST, "decision.html"), " "),
      [`runs/${FIRST}/decision.html changed`],
    ],
    "a decision.json in its run's folder is gone": [
      (folder) => unlinkSync(join(folder, "runs", FIRST, "decision.json")),
      [`runs/${FIRST}/decision.json missing`],
    ],
    "the environment's page is gone": [
      (folder) => unlinkSync(join(folder, "decision.html")),
      ["decision.html missing"],
    ],
    "the environment's page is changed": [
      (folder) => appendFileSync(join(folder, "decision.html"), " "),
      ["decision.html changed"],
    ],
    "an earlier decision stands where the newest should": [
      (folder) => copyFileSync(join(folder, "runs", FIRST, "decision.json"), join(folder, "decision.json")),
      ["decision.json outdated"],
    ],
    "a decision stands there of which the journal knows nothing": [
      (folder) => {
        writeFileSync(join(folder, "journal.ndjson"), "");
        unlinkSync(join(folder, "decision.html"));
      },
      ["decision.json unknown"],
    ],
    "a decision.json that lists nothing": [
      (folder) => recorded(folder, "{}"),
      ["runs/20251025T160005Z-decision-test/decision.json unreadable"],
    ],
    "a decision.json that names a file outside of the reports, and a journal that was never this one": [
      (folder) => {
        const digests = ["../elsewhere.json", "journal.head"].map((path) => ({ path, sha256: "0".repeat(64) }));
        return recorded(
          folder,
          JSON.stringify({ pages: [{ path: "decision.html", sha256: "0" }], digests, criteria: [] }),
        );
      },
      [
        "runs/20251025T160005Z-decision-test/decision.json unreadable",
        "runs/20251025T160005Z-decision-test/decision.json unreadable",
        "decision.html outdated",
      ],
    ],
  };
  for (const [sentence, [change, expected]] of Object.entries(cases))
    it(`${sentence}: ${expected.join(", ") || "nothing is named"}`, async () => {
      expect(await namedAfter(change)).to.deep.equal(expected);
    });
});
