import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { execa } from "execa";
import { PROJECT } from "../../support/cli/phase/place";
import { readJournal } from "../../support/journal/read-journal";
import type { JournalEntry } from "../../support/model/journal-entry";

interface WeekEnd {
  readonly exitCode: number | undefined;
  readonly text: string;
  /** Folder of the week's reports. */
  readonly folder: string;
}

const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
after(() => rmSync(out, { recursive: true, force: true }));

/** A week as a user plays it, in a process of its own. */
async function week(...options: string[]): Promise<WeekEnd> {
  const command = ["--require", "ts-node/register", join("support", "cli", "rehearsal.ts"), "--out", out, "--no-html"];
  const how = { cwd: PROJECT, reject: false, all: true, stdin: "ignore", timeout: 300_000 } as const;
  const known = weeksIn(out);
  const { exitCode, all } = await execa(process.execPath, [...command, ...options], how);
  const [own = "none"] = weeksIn(out).filter((name) => !known.includes(name));
  return { exitCode, text: all, folder: join(out, "weeks", own) };
}

function weeksIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, "weeks"));
  } catch {
    return [];
  }
}

interface DecisionFile {
  readonly verdict: string;
  readonly missing: readonly { readonly kind: string; readonly what: { readonly en: string } }[];
}

function decisionOf({ folder }: WeekEnd): DecisionFile {
  return JSON.parse(readFileSync(join(folder, "rehearsal", "decision.json"), "utf8")) as DecisionFile;
}

describe("the whole week, healthy", () => {
  let end: WeekEnd;
  let entries: readonly JournalEntry[];
  before(async () => {
    end = await week();
    ({ entries } = await readJournal(join(end.folder, "rehearsal")));
  });

  test("is GO, exit code 0, with every item of the runbook passed", () => {
    assert.equal(end.exitCode, 0, end.text);
    assert.match(end.text, /^GO {2}the whole week, a rehearsal, not production evidence$/m);
    const [, passed, all] = /^ {2}(\d+) of (\d+) runbook items passed, /m.exec(end.text) ?? [];
    assert.equal(passed, all);
    assert.equal(all, "52");
  });

  test("prints the runbook's own tables", () => {
    for (const row of [
      /^ {2}14:15 {7}0\.00 % {6}45 ms {2}1\.2 GB {2}✅$/m,
      /^ {2}14:45 {7}0\.01 % {6}52 ms {2}1\.3 GB {2}✅$/m,
      /^ {2}15:15 {7}0\.02 % {6}48 ms {2}1\.4 GB {2}✅$/m,
      /^ {2}15:45 {7}0\.01 % {6}51 ms {2}1\.3 GB {2}✅$/m,
      /^ {2}10-23 08:00 {2}0\.02 % {6}56 ms {2}2 {7}✅$/m,
      /^ {2}10-23 12:00 {2}0\.03 % {6}61 ms {2}3 {7}✅$/m,
      /^ {2}10-23 16:00 {2}0\.01 % {6}54 ms {2}1 {7}✅$/m,
      /^ {2}10-24 08:00 {2}0\.02 % {6}59 ms {2}2 {7}✅$/m,
      /^ {2}P95 response time {5}< 100 ms {3}58 ms {2}/m,
      /^ {2}Consecutive failures {2}0 {10}0 {6}/m,
    ])
      assert.match(end.text, row);
  });

  test("fits 80 columns", () => {
    const wide = end.text.split("\n").filter((line) => line.length > 80 && !line.includes("/weeks/"));
    assert.deepEqual(wide, []);
  });

  test("runs every point of the schedule in its order, and nothing else, before the decision", () => {
    const phases = entries.flatMap((entry) => (entry.kind === "run-ended" ? [entry.phase] : []));
    const of = (phase: string, times: number): string[] => Array.from({ length: times }, () => phase);
    assert.deepEqual(phases, [
      "preflight",
      ...of("preparation", 2),
      ...of("day4", 4),
      ...of("day5-6", 4),
      "day7",
      "decision",
    ]);
  });

  test("its people sign after the first preparation has shown it, before the second, and are named invented", () => {
    const kinds = entries.filter(({ kind }) => kind === "run-ended" || kind === "sign-off").map(({ kind }) => kind);
    const first = kinds.indexOf("sign-off");
    assert.equal(first, 2);
    assert.equal(kinds.lastIndexOf("sign-off"), first + kinds.filter((kind) => kind === "sign-off").length - 1);
    const signed = entries.flatMap((entry) => (entry.kind === "sign-off" ? [entry] : []));
    assert.deepEqual([...new Set(signed.map(({ item }) => item))], ["D4-M1", "D4-M3", "D4-C2", "D4-C3"]);
    assert.ok(signed.every(({ note }) => note?.startsWith("Invented for the rehearsal, after ")));
  });

  test("the drill's incident and rollback stand in its own journal, and none in the one that was decided on", async () => {
    const isDrills = ({ kind }: JournalEntry): boolean => kind === "incident" || kind === "rollback-step";
    assert.deepEqual(entries.filter(isDrills), []);
    const drill = await readJournal(join(end.folder, "drill", "rehearsal"));
    assert.ok(drill.entries.some(({ kind }) => kind === "rollback-step"));
  });

  test("the decision is GO and lacks nothing", () => {
    const { verdict, missing } = decisionOf(end);
    assert.equal(verdict, "GO");
    assert.deepEqual(missing, []);
  });
});

describe("the whole week, in which something is wrong or missing", () => {
  // A sign-off, a checkpoint and a source that are missing, in one week: the page names each of them.
  let missing: WeekEnd;
  before(async () => {
    missing = await week("--fault", "missing-sign-off", "--fault", "missing-checkpoint", "--fault", "feedback-silent");
  });

  test("is INCONCLUSIVE, exit code 2, and says what did not pass before its verdict", () => {
    assert.equal(missing.exitCode, 2, missing.text);
    assert.match(missing.text, /^INCONCLUSIVE {2}the whole week/m);
    const list = missing.text.slice(missing.text.indexOf("Not passed:"), missing.text.indexOf("INCONCLUSIVE  the"));
    for (const line of [/^ {2}\? D4-C3 /m, /^ {2}\? D56-4 /m, /^ {2}\? SC-7 /m, /^ {2}○ D4-1 /m])
      assert.match(list, line);
    assert.match(missing.text, /^ {2}14:45 +– \? +– \? +– \? +\?$/m);
  });

  test("the decision names what is missing: the sign-off, the checkpoint, and those that could not be judged", () => {
    const { verdict, missing: told } = decisionOf(missing);
    assert.equal(verdict, "INCONCLUSIVE");
    assert.match(told[0]?.what.en ?? "", /^Sign-off D4-C3: /);
    const checkpoints = told.filter(({ kind }) => kind === "checkpoint").map(({ what }) => what.en);
    assert.ok(
      checkpoints.some((one) => one.startsWith("Day 4") && one.endsWith(": not run")),
      checkpoints.join("\n"),
    );
    assert.ok(checkpoints.some((one) => one.startsWith("Day") && one.endsWith(": inconclusive")));
    const page = readFileSync(join(missing.folder, "rehearsal", "decision.html"), "utf8");
    const words = page.replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, "");
    const [sign, criteria] = [words.indexOf("D4-C3"), words.indexOf("SC-1")];
    assert.ok(sign > 0 && sign < criteria, "what is missing stands before the criteria");
  });

  test("no earlier week's runs or sign-offs speak for it", async () => {
    const { entries } = await readJournal(join(missing.folder, "rehearsal"));
    const signed = entries.flatMap((entry) => (entry.kind === "sign-off" ? [entry.item] : []));
    assert.ok(!signed.includes("D4-C3"));
    assert.equal(entries[0]?.sequence, 1);
  });
});
