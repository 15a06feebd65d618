import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  appendFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { expect } from "chai";
import { execa } from "execa";
import { sha256Of } from "../../support/journal/digest";
import { openJournal } from "../../support/journal/journal";
import { endOfRun, startOfRun } from "../../support/journal/run-facts";
import { verdictFileOf } from "../../support/reporting/verdict-file";
import { checkOf, runOf } from "../reporting/run-results";
import { linesOf, OPEN, rewrite } from "./facts";

const PROJECT = join(__dirname, "..", "..");
const RUN = "20251021T141500Z-day4-0a1b";
const EVIDENCE = `runs/${RUN}/evidence/D4-1/01-answer.json`;
const all = mkdtempSync(join(tmpdir(), "journal-"));
const whole = join(all, "whole");
after(() => rmSync(all, { recursive: true, force: true }));

/** A journal with one run, its verdict, and a piece of evidence. */
before(async () => {
  const folder = join(whole, "rehearsal");
  const content = '{"status":"success"}';
  mkdirSync(join(folder, `runs/${RUN}/evidence/D4-1`), { recursive: true });
  writeFileSync(join(folder, EVIDENCE), content);
  const path = "evidence/D4-1/01-answer.json";
  const evidence = [{ path, sha256: sha256Of(content), mediaType: "application/json", title: "Answer" }];
  const check = checkOf({ items: ["D4-1"], summary: "0.01 % \u001b[31m::error::of 12,000", evidence });
  const result = runOf([check], { runId: RUN, phase: "day4", verdict: "GO", reasons: [] });
  const verdict = JSON.stringify(verdictFileOf(result));
  writeFileSync(join(folder, `runs/${RUN}/verdict.json`), verdict);
  const journal = await openJournal(folder, { ...OPEN, now: () => new Date("2025-10-21T14:15:00Z") });
  await journal.append(startOfRun(result, { user: "mina", job: null }));
  for (const fact of endOfRun(result, { verdictSha256: sha256Of(verdict), isLate: false, isSound: true }))
    await journal.append(fact);
});

async function command(...words: readonly string[]) {
  const program = ["--require", "ts-node/register", join("support", "cli", "journal.ts"), ...words];
  const { exitCode, stdout, stderr } = await execa(process.execPath, program, { cwd: PROJECT, reject: false });
  return { exitCode, stdout, stderr };
}

/** A copy of the whole reports, changed. */
function copy(change: (folder: string) => void): string {
  const out = mkdtempSync(join(all, "copy-"));
  cpSync(whole, out, { recursive: true });
  change(join(out, "rehearsal"));
  return out;
}

describe("npm run journal -- verify", () => {
  it("a whole journal: says what was verified, exit code 0", async () => {
    const { exitCode, stdout } = await command("verify", "--out", whole);
    expect(stdout).to.equal("The journal of rehearsal is whole: 3 entries, 1 run, 2 files.");
    expect(exitCode).to.equal(0);
  });

  it("a torn line that was moved aside: is told of, exit code 0", async () => {
    const out = copy((folder) => appendFileSync(join(folder, "journal.ndjson"), '{"sche'));
    await openJournal(join(out, "rehearsal"), OPEN);
    const { exitCode, stdout } = await command("verify", "--out", out);
    expect(stdout).to.match(/whole: 4 entries, 1 run, 3 files\.\nTorn lines .* journal\.torn-1\.ndjson\.$/);
    expect(exitCode).to.equal(0);
  });

  const damaged: Readonly<Record<string, readonly [(folder: string) => void, RegExp]>> = {
    "a line that was changed": [
      (folder) =>
        rewrite(
          folder,
          linesOf(folder).map((line) => line.replace('"passed","cause"', '"failed","cause"')),
        ),
      /DAMAGED in 1 place\.\n\n\S+journal\.ndjson:2, entry 2, changed: Line 2 was changed .*\n {2}Fix: Compare/,
    ],
    "a journal of which only the head is left": [
      (folder) => unlinkSync(join(folder, "journal.ndjson")),
      /journal\.ndjson:1, missing: The entries with numbers from 1 to 3 are missing at the end/,
    ],
    "a byte of evidence that was changed": [
      (folder) => writeFileSync(join(folder, EVIDENCE), '{"status":"Success"}'),
      /01-answer\.json, entry 3, changed: runs\/\S+\/01-answer\.json was changed: its SHA-256 is [0-9a-f]{64}, and /,
    ],
    "evidence that is gone": [
      (folder) => unlinkSync(join(folder, EVIDENCE)),
      /01-answer\.json, entry 3, missing: runs\/\S+\/01-answer\.json is gone\./,
    ],
    "a verdict that was changed": [
      (folder) => appendFileSync(join(folder, `runs/${RUN}/verdict.json`), " "),
      /DAMAGED in 1 place\.\n\n\S+verdict\.json, entry 3, changed: /,
    ],
    "a verdict that lists no evidence": [
      (folder) => writeFileSync(join(folder, `runs/${RUN}/verdict.json`), "{}"),
      /DAMAGED in 2 places\.[^]*changed: [^]*unreadable: .* does not list its evidence, so none of it was looked at\./,
    ],
    "a run's folder that is gone": [
      (folder) => rmSync(join(folder, "runs"), { recursive: true }),
      /entry 3, missing: The folder of run 20251021T141500Z-day4-0a1b is gone, and with it its verdict/,
    ],
  };
  for (const [sentence, [change, says]] of Object.entries(damaged)) {
    it(`${sentence}: names it, exit code 1`, async () => {
      const { exitCode, stdout } = await command("verify", "--out", copy(change));
      expect(stdout).to.match(says);
      expect(exitCode).to.equal(1);
    });
  }

  it("no journal: says that an absent one is not a whole one, exit code 3", async () => {
    const empty = copy((folder) => {
      unlinkSync(join(folder, "journal.head"));
      writeFileSync(join(folder, "journal.ndjson"), "");
    });
    for (const words of [
      ["--out", join(all, "nowhere")],
      ["--out", whole, "--environment", "production"],
      ["--out", empty],
    ]) {
      const { exitCode, stdout, stderr } = await command("verify", ...words);
      expect(stderr).to.match(/there is no journal of \w+ in \S+; one that is not there is not a whole one\n {4}Fix: /);
      expect(stdout).to.equal("");
      expect(exitCode).to.equal(3);
    }
  });

  it("what cannot be carried out ends with exit code 3", async () => {
    const wrong = [[], ["verify", "--nonsense"], ["prove"], ["show", "--last", "0"], ["show", "--kind", "run"]];
    const ends = await Promise.all(wrong.map((words) => command(...words)));
    expect(ends.map(({ exitCode }) => exitCode)).to.deep.equal(wrong.map(() => 3));
  });
});

describe("npm run journal -- show", () => {
  it("prints a line an entry, with nothing that a terminal or a CI system would obey", async () => {
    const { exitCode, stdout } = await command("show", "--out", whole);
    expect(stdout.split("\n")).to.deep.equal([
      `2025-10-21T14:15:00.000Z run-started day4 began, judged as of 2026-01-01T10:00:00.000Z, by mina: ${RUN}`,
      "2025-10-21T14:15:00.000Z check-ended D4-1 passed: 0.01 % ::error::of 12,000",
      `2025-10-21T14:15:00.000Z run-ended day4 GO: 1 passed, 0 failed, 0 inconclusive, 0 not run: ${RUN}`,
    ]);
    expect(exitCode).to.equal(0);
  });

  it("leaves out what was not asked for", async () => {
    const { stdout } = await command("show", "--out", whole, "--kind", "run-ended", "--json");
    expect(stdout).to.equal(linesOf(join(whole, "rehearsal"))[2]);
    expect((await command("show", "--out", whole, "--run", RUN, "--last", "1")).stdout).to.match(/ run-ended .*$/);
    expect(await command("show", "--out", whole, "--run", "another")).to.deep.include({
      stdout: "",
      stderr: "No entry of the journal fits.",
    });
  });

  it("says beside the entries that the journal is damaged", async () => {
    const out = copy((folder) => rewrite(folder, linesOf(folder).slice(0, 2)));
    const { stderr, stdout } = await command("show", "--out", out);
    expect(stdout.split("\n")).to.have.length(2);
    expect(stderr).to.equal("The journal is DAMAGED in 1 place: see npm run journal -- verify.");
  });
});

describe("the shell script of docs/journal.md", () => {
  const page = readFileSync(join(PROJECT, "docs", "journal.md"), "utf8");
  const script = /```sh\n(cd reports\/production\n[^]*?)```/.exec(page)?.[1] ?? "exit 9";
  const run = async (out: string) => {
    const { stdout } = await execa(
      "sh",
      ["-c", script.replace("cd reports/production", 'cd "$1"'), "sh", join(out, "rehearsal")],
      {
        reject: false,
      },
    );
    return stdout;
  };

  it("finds what verify finds", async () => {
    expect(await run(whole)).to.equal("whole: 3 lines");
    const changed = copy((folder) =>
      rewrite(
        folder,
        linesOf(folder).map((line) => line.replace("mina", "nina")),
      ),
    );
    expect(await run(changed)).to.equal("line 2 does not follow the line before it");
    const cut = copy((folder) => rewrite(folder, linesOf(folder).slice(0, 2)));
    expect(await run(cut)).to.equal("the last line is not the one that journal.head names");
  });
});
