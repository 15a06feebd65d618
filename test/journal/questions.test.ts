import { describe, it } from "node:test";
import { expect } from "chai";
import { NO_LINE } from "../../support/journal/digest";
import {
  entriesOf,
  lapsedSignOffs,
  latestRun,
  objections,
  rollbacks,
  runsOf,
  signOffs,
} from "../../support/journal/questions";
import { startedBy } from "../../support/journal/started-by";
import type { JournalEntry, JournalFact, RunEnded, SignOff } from "../../support/model/journal-entry";
import { checkEnded, RELEASE } from "./facts";

/** Entries of a minute each, from 10:00 on. */
function entries(...facts: readonly (JournalFact & { readonly release?: typeof RELEASE })[]): JournalEntry[] {
  return facts.map((fact, index) => ({
    schemaVersion: 1,
    sequence: index + 1,
    at: at(index),
    release: RELEASE,
    ...fact,
    previous: NO_LINE,
  }));
}

const at = (minute: number): string => `2025-10-21T10:${String(minute).padStart(2, "0")}:00.000Z`;

const began = (runId: string, minute: number, phase: RunEnded["phase"] = "day4"): JournalFact => ({
  kind: "run-started",
  runId,
  phase,
  evaluatedAt: at(minute),
  startedBy: { user: null, job: null },
});

const ended = (runId: string, minute: number): JournalFact => ({
  kind: "run-ended",
  runId,
  phase: "day4",
  evaluatedAt: at(minute),
  verdict: "GO",
  counts: { passed: 1, failed: 0, inconclusive: 0, notRun: 0 },
  verdictSha256: NO_LINE,
  isLate: false,
  isSound: true,
});

describe("the runs of a journal", () => {
  const record = entries(
    began("a", 15),
    checkEnded("of a", "a"),
    ended("a", 15),
    began("b", 45),
    began("x", 50, "day7"),
    checkEnded("of b", "b"),
    began("late", 30),
    ended("late", 30),
  );

  it("are those of the phase, in the order in which they began, with their checks; one without an end has none", () => {
    const runs = runsOf(record, "day4").map(({ runId, end, checks }) => [runId, end?.verdict ?? null, checks.length]);
    expect(runs).to.deep.equal([
      ["a", "GO", 1],
      ["b", null, 1],
      ["late", "GO", 0],
    ]);
    expect(runsOf(record, "incident")).to.deep.equal([]);
  });

  const latest: Readonly<Record<string, readonly [string | undefined, string | null]>> = {
    "the latest judged the latest time, also where it never ended and another was written after it": [undefined, "b"],
    "until a time: the latest that judged no later one": [at(44), "late"],
    "until exactly its time": [at(15), "a"],
    "until before the first: none": [at(14), null],
    "until what is no time: none": ["soon", null],
  };
  for (const [sentence, [until, runId]] of Object.entries(latest))
    it(sentence, () => {
      expect(latestRun(record, "day4", until)?.runId ?? null).to.equal(runId);
    });

  it("of several that judged the same time, the latest is the one that began last", () => {
    expect(latestRun(entries(began("first", 15), ended("first", 15), began("again", 15)), "day4")?.runId).to.equal(
      "again",
    );
  });

  it("of another canary version or release do not speak for this one", () => {
    const others = [
      { ...RELEASE, canaryVersion: "2.0.1" },
      { ...RELEASE, id: "phase5" },
    ];
    const mixed = entries(began("a", 15), ...others.map((release, index) => ({ ...began(`o${index}`, 20), release })));
    expect(entriesOf(mixed, RELEASE).map(({ sequence }) => sequence)).to.deep.equal([1]);
  });
});

const signed = (of: Partial<SignOff> = {}): SignOff => ({
  kind: "sign-off",
  item: "D4-M3",
  name: "Mina Kim",
  role: "release owner",
  answer: "yes",
  note: null,
  link: null,
  expiresAt: null,
  version: "2.0.0",
  ...of,
});

describe("the answers of people that stand", () => {
  const cases: Readonly<Record<string, readonly [readonly SignOff[], Readonly<Record<string, readonly string[]>>]>> = {
    "none was given": [[], {}],
    "a yes": [[signed()], { "D4-M3": ["Mina Kim yes"] }],
    "a no": [[signed({ answer: "no" })], { "D4-M3": ["Mina Kim no"] }],
    "each item has its own": [
      [signed(), signed({ item: "D4-C2" })],
      { "D4-M3": ["Mina Kim yes"], "D4-C2": ["Mina Kim yes"] },
    ],
    "a yes that was withdrawn": [[signed(), signed({ answer: "withdrawn" })], {}],
    "a no that was withdrawn": [[signed({ answer: "no" }), signed({ answer: "withdrawn" })], {}],
    "a yes after a withdrawal": [[signed(), signed({ answer: "withdrawn" }), signed()], { "D4-M3": ["Mina Kim yes"] }],
    "a no, then a yes of the same person, spelt otherwise": [
      [signed({ answer: "no" }), signed({ name: " mina  KIM " })],
      { "D4-M3": [" mina  KIM  yes"] },
    ],
    "a no, then a yes of another": [
      [signed({ answer: "no" }), signed({ name: "Jon" })],
      { "D4-M3": ["Mina Kim no", "Jon yes"] },
    ],
    "a yes that has expired": [[signed({ expiresAt: at(30) })], {}],
    "a yes that has not yet expired": [[signed({ expiresAt: at(31) })], { "D4-M3": ["Mina Kim yes"] }],
    "a no does not expire": [[signed({ answer: "no", expiresAt: at(5) })], { "D4-M3": ["Mina Kim no"] }],
    "an expired yes after a no": [[signed({ answer: "no" }), signed({ expiresAt: at(5) })], {}],
    "for another version": [[signed({ version: "1.9.9" })], {}],
    "a yes in each of two roles": [
      [signed(), signed({ role: "on-call engineer" })],
      { "D4-M3": ["Mina Kim yes", "Mina Kim yes"] },
    ],
    "a no in one role, then a yes in another: the no stands": [
      [signed({ answer: "no" }), signed({ role: "on-call engineer" })],
      { "D4-M3": ["Mina Kim no", "Mina Kim yes"] },
    ],
  };
  for (const [sentence, [answers, standing]] of Object.entries(cases))
    it(`${sentence}: ${JSON.stringify(standing)}`, () => {
      const found = signOffs(entries(...answers), RELEASE.id, "2.0.0", at(30));
      const texts = [...found].map(([item, list]) => [item, list.map(({ name, answer }) => `${name} ${answer}`)]);
      expect(Object.fromEntries(texts)).to.deep.equal(standing);
    });

  it("at a time before they were given, for another release, or at no time at all: none", () => {
    const given = entries(signed({ item: "D4-C2" }), signed());
    expect([...signOffs(given, RELEASE.id, "2.0.0", at(0)).keys()]).to.deep.equal(["D4-C2"]);
    expect(signOffs(given, "phase5", "2.0.0", at(30)).size).to.equal(0);
    expect(signOffs(given, RELEASE.id, "2.0.0", "soon").size).to.equal(0);
  });
});

describe("the answers that do not stand any more", () => {
  const cases: Readonly<Record<string, readonly [readonly SignOff[], readonly string[]]>> = {
    "none was given": [[], []],
    "a yes stands": [[signed()], []],
    "a yes that was withdrawn": [[signed(), signed({ answer: "withdrawn" })], ["withdrawn"]],
    "a yes after a withdrawal stands": [[signed({ answer: "withdrawn" }), signed()], []],
    "a yes that has expired": [[signed({ expiresAt: at(5) })], ["expired"]],
    "a yes for another version": [[signed({ version: "1.9.9" })], ["another version"]],
    "a no for another version says nothing": [[signed({ version: "1.9.9", answer: "no" })], []],
    "of another item": [[signed({ item: "D4-C2", answer: "withdrawn" })], []],
  };
  for (const [sentence, [answers, expected]] of Object.entries(cases))
    it(`${sentence}: ${JSON.stringify(expected)}`, () => {
      const about = { releaseId: RELEASE.id, version: "2.0.0", item: "D4-M3" };
      expect(lapsedSignOffs(entries(...answers), about, at(30)).map(({ why }) => why)).to.deep.equal(expected);
    });
});

describe("the answers that speak against a release", () => {
  const cases: Readonly<Record<string, readonly [readonly SignOff[], readonly string[]]>> = {
    "a yes does not": [[signed()], []],
    "a no": [[signed({ answer: "no" })], ["Mina Kim no"]],
    "a no, then a yes of the same person": [[signed({ answer: "no" }), signed()], []],
    "a no, then a yes of another": [[signed({ answer: "no" }), signed({ name: "Jon" })], ["Mina Kim no"]],
    "a yes that was taken back": [[signed(), signed({ answer: "withdrawn" })], ["Mina Kim withdrawn"]],
    "a yes that was taken back, where another in that role says yes": [
      [signed(), signed({ answer: "withdrawn" }), signed({ name: "Jon" })],
      [],
    ],
    "a yes that has expired does not: it stood when its checkpoint was judged": [[signed({ expiresAt: at(5) })], []],
    "a no to another version does not": [[signed({ version: "1.9.9", answer: "no" })], []],
    "a no to an incident's decision does not": [[signed({ item: "INC-5", answer: "no" })], []],
  };
  for (const [sentence, [answers, expected]] of Object.entries(cases))
    it(sentence, () => {
      const found = objections(entries(...answers), RELEASE, at(30));
      expect(found.map(({ name, answer }) => `${name} ${answer}`)).to.deep.equal(expected);
    });
});

describe("the roll-backs of a window", () => {
  const step: JournalFact = { kind: "rollback-step", runId: null, step: "shift traffic", outcome: "begun", detail: "" };
  const record = entries(step, checkEnded("x"), step);
  const cases: Readonly<Record<string, readonly [string, string, readonly number[]]>> = {
    "all within": [at(0), at(2), [1, 3]],
    "one within": [at(1), at(9), [3]],
    "none within": [at(3), at(9), []],
    "a window that is none leaves nothing out": ["", "", [1, 3]],
  };
  for (const [sentence, [start, end, found]] of Object.entries(cases))
    it(sentence, () => {
      expect(rollbacks(record, { start, end }).map(({ sequence }) => sequence)).to.deep.equal(found);
    });
});

describe("who began a run", () => {
  const cases: Readonly<Record<string, readonly [Record<string, string>, string | null, string | null]>> = {
    "nobody knows": [{}, null, null],
    "a person at a terminal": [{ USER: "mina" }, "mina", null],
    "a job of GitHub Actions": [
      {
        GITHUB_ACTOR: "mina",
        USER: "runner",
        GITHUB_SERVER_URL: "https://github.example",
        GITHUB_REPOSITORY: "team/app",
        GITHUB_RUN_ID: "7",
      },
      "mina",
      "https://github.example/team/app/actions/runs/7",
    ],
    "a job of GitLab": [
      { GITLAB_USER_LOGIN: "mina", CI_JOB_URL: "https://gitlab.example/j/1" },
      "mina",
      "https://gitlab.example/j/1",
    ],
    "a job whose address holds credentials": [
      { USER: " ", BUILD_URL: "https://user:pass@ci.example/job/1?token=x" },
      null,
      "https://ci.example/job/1",
    ],
    "a job without a usable address": [{ USER: "ci", BUILD_URL: "somewhere" }, "ci", null],
  };
  for (const [sentence, [variables, user, job]] of Object.entries(cases))
    it(sentence, () => {
      expect(startedBy(variables)).to.deep.equal({ user, job });
    });
});
