import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { expect } from "chai";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { findFault } from "../../rehearsal/faults";
import { serveHistory } from "../../rehearsal/history-server";
import { exitCodeOf } from "../../support/cli/main";
import type { Journal } from "../../support/journal/journal";
import type { RunResult } from "../../support/model/run-result";
import { expectNamedFirst, SECOND, signed, theFirstScreen, type DecisionFile } from "../decision/decided";
import { recordWindow, silentRehearsal, type Instead } from "../decision/recorded-window";
import { linesOf, rewrite } from "../journal/facts";
import { itemOutcomes, judgeOn } from "./window-run";

const all = mkdtempSync(join(tmpdir(), "decision-"));
const silent = silentRehearsal();
let rehearsal: Rehearsal;
let day7 = "";

before(async () => {
  rehearsal = await bootRehearsal({ faults: [], history: true });
  await judgeOn(rehearsal, { phase: "day7" }, all);
  day7 = realpathSync(join(all, "rehearsal", "latest", "day7"));
});
after(async () => {
  await rehearsal.stop();
  rmSync(all, { recursive: true, force: true });
});

interface Decided {
  readonly result: RunResult;
  readonly page: string;
  readonly hasPdf: boolean;
  readonly missing: DecisionFile["missing"];
}

interface Given {
  /** Runs that are not as usual; those of Day 7 were really carried out, all others are recorded. */
  readonly instead?: Instead;
  /** What comes after them. */
  readonly then?: (folder: string, journal: Journal) => void | Promise<unknown>;
  readonly prometheusUrl?: string;
  readonly isPrinted?: boolean;
}

/** Decides on a window of a journal of its own. */
async function decide({ instead = () => undefined, then, prometheusUrl, isPrinted = false }: Given): Promise<Decided> {
  const out = mkdtempSync(join(all, "case-"));
  const folder = join(out, "rehearsal");
  const usual: Instead = (point) => (point.phase === "day7" ? { carriedOut: day7 } : undefined);
  const journal = await recordWindow(folder, silent, (point) => {
    const given = instead(point);
    return given === undefined ? usual(point) : given;
  });
  await then?.(folder, journal);
  const result = await judgeOn(
    rehearsal,
    {
      phase: "decision",
      ...(prometheusUrl === undefined ? {} : { prometheusUrl }),
      environment: isPrinted ? {} : { browser: silent.browser },
    },
    out,
  );
  const { missing } = JSON.parse(readFileSync(join(folder, "decision.json"), "utf8")) as DecisionFile;
  const page = readFileSync(join(folder, "decision.html"), "utf8");
  return { result, page, missing, hasPdf: existsSync(join(folder, "decision.pdf")) };
}

describe("npm run decide, on what the journal holds", () => {
  it("everything was looked at and signed: GO, exit code 0, on the page and on paper", async () => {
    const sign = (_: string, journal: Journal) => journal.append(signed({}));
    const { result, page, missing, hasPdf } = await decide({ then: sign, isPrinted: true });
    expect(result.reasons).to.deep.equal([]);
    expect(exitCodeOf(result.verdict)).to.equal(0);
    expect(missing).to.deep.equal([]);
    expect(page).to.include("Sofia Park");
    expect(hasPdf).to.equal(true);
  });

  const open: Readonly<Record<string, readonly [Given, kind: string, what: RegExp, who: string, command: string]>> = {
    "a checkpoint is missing": [
      { instead: ({ at }) => (at === SECOND ? null : undefined) },
      "checkpoint",
      /Day 4 monitoring.*10-22 14:45/,
      "DevOps, on call",
      "npm run day4 -- --environment rehearsal --at 2025-10-22T14:45:00Z",
    ],
    "the journal is damaged": [
      {
        then: (folder) =>
          rewrite(
            folder,
            linesOf(folder).map((line) => line.replace("mina", "nina")),
          ),
      },
      "journal",
      /The journal is damaged/,
      "DevOps, on call",
      "npm run journal -- verify --environment rehearsal",
    ],
  };
  for (const [sentence, [given, kind, what, who, command]] of Object.entries(open))
    it(`${sentence}: INCONCLUSIVE, exit code 2, and the page says first what is missing and who supplies it`, async () => {
      const { result, page, missing } = await decide(given);
      expect(result.verdict, result.reasons.join("\n")).to.equal("INCONCLUSIVE");
      expect(exitCodeOf(result.verdict)).to.equal(2);
      expectNamedFirst({ page, missing }, { kind, what, who, command });
    });

  const wrong: Readonly<Record<string, readonly [Given, says: RegExp]>> = {
    "a person says no": [
      { then: (_, journal) => journal.append(signed({ answer: "no", note: "The hypothesis is not reviewed." })) },
      /Sofia Park \(product owner\) says no to D7-9: .The hypothesis is not reviewed\../,
    ],
  };
  for (const [sentence, [given, says]] of Object.entries(wrong))
    it(`${sentence}: NO-GO, exit code 1, and the page says why first`, async () => {
      const { result, page } = await decide(given);
      expect(exitCodeOf(result.verdict), result.reasons.join("\n")).to.equal(1);
      expect(theFirstScreen(page)).to.match(says);
    });
});

/** The success criteria ask again what Day 7 has asked. */
const AS_DAY_7 = { "SC-1": "D7-1", "SC-2": "D7-2", "SC-3": "D7-3", "SC-4": "D7-6" } as const;

describe("each success criterion that is asked of Prometheus is seen failing, and not known", () => {
  for (const name of ["error-rate-above-limit", "p95-above-limit", "rollback-happened", "data-gap"]) {
    const { changes } = findFault(name);
    const expected = Object.fromEntries(
      Object.entries(AS_DAY_7).flatMap(([item, as]) => (changes[as] === undefined ? [] : [[item, changes[as]]])),
    );
    it(`${name}: ${JSON.stringify(expected)}`, async () => {
      const history = await serveHistory(name);
      try {
        const { result } = await decide({ prometheusUrl: history.url });
        const found = itemOutcomes(result);
        expect(found).to.include(expected);
        const others = Object.keys(AS_DAY_7).filter((item) => expected[item] === undefined);
        for (const item of others) expect(found[item], item).to.not.equal("failed");
      } finally {
        await history.stop();
      }
    });
  }

  it("another Prometheus than at Day 7: what is found afresh is not what was recorded, and both are named", async () => {
    const history = await serveHistory("healthy-noisy");
    try {
      const { result, missing } = await decide({ prometheusUrl: history.url });
      expect(result.verdict).to.equal("INCONCLUSIVE");
      for (const item of ["SC-1", "SC-2", "SC-3"]) {
        const check = result.checks.find(({ items }) => items.includes(item));
        expect(check?.cause, item).to.equal("disagreeing-sources");
        expect(check?.problems[0]?.what, item).to.match(
          / that run \S+ recorded is not what is found afresh: .*recorded, .* afresh/,
        );
      }
      expect(missing.map(({ what }) => what.en.slice(0, 4))).to.deep.equal(["SC-1", "SC-2", "SC-3"]);
    } finally {
      await history.stop();
    }
  });

  it("a Prometheus that does not answer: not known, and nothing failed", async () => {
    const { result } = await decide({ prometheusUrl: "http://127.0.0.1:9" });
    const found = itemOutcomes(result);
    for (const item of Object.keys(AS_DAY_7)) expect(found[item], item).to.equal("inconclusive");
    expect(result.verdict).to.equal("INCONCLUSIVE");
  });
});
