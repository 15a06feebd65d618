import { describe, it } from "node:test";
import { expect } from "chai";
import { signOffMoment, signOffReading } from "../../support/assembly/sign-offs";
import { openJournal } from "../../support/journal/journal";
import { readJournal } from "../../support/journal/read-journal";
import type { SignOff } from "../../support/model/journal-entry";
import { inFolder } from "../clients/temporary-folder";
import { OPEN, RELEASE, linesOf, rewrite } from "../journal/facts";

const signed = (of: Partial<SignOff> = {}): SignOff => ({
  kind: "sign-off",
  item: "D4-M3",
  name: "Mina Kim",
  role: "release-owner",
  answer: "yes",
  note: null,
  link: null,
  expiresAt: null,
  version: RELEASE.canaryVersion,
  ...of,
});
const release = { ...RELEASE, service: "phase4", legacyVersion: "1.9.4" };
const environment = { name: "test", release };

/** Works in the folder of a journal in which these were written at that time. */
function withAnswers<T>(
  answers: readonly SignOff[],
  writtenAt: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  return inFolder({}, async (folder) => {
    const journal = await openJournal(folder, { ...OPEN, now: () => new Date(writtenAt) });
    for (const answer of answers) await journal.append(answer);
    return work(folder);
  });
}

const NOON = "2025-10-22T12:00:00.000Z";
const readingIn = async (folder: string, at: string) =>
  signOffReading(await readJournal(folder), environment, { item: "D4-M3", at });
const readingOf = (answers: readonly SignOff[], at: string) =>
  withAnswers(answers, NOON, (folder) => readingIn(folder, at));

describe("the sign-offs of an item", () => {
  it("are those that stand, with what lapsed", async () => {
    const lapsed = signed({ name: "Jon Lee", role: "phase4-lead", version: "1.9.4" });
    const { answers, lapsed: old, problems } = await readingOf([signed(), lapsed, signed({ item: "D4-C2" })], NOON);
    expect(answers).to.deep.equal([
      { name: "Mina Kim", role: "release-owner", answer: "yes", note: null, link: null, at: NOON, expiresAt: null },
    ]);
    expect(old).to.deep.equal([{ name: "Jon Lee", role: "phase4-lead", at: NOON, why: "another version" }]);
    expect(problems).to.deep.equal([]);
  });

  it("say what they answer, where that was asked; those of an earlier version of this program do not", async () => {
    const question = { about: "A, for 2.0.0: /a", message: null };
    const { answers } = await readingOf([signed({ question }), signed({ name: "Jon Lee" })], NOON);
    expect(answers.map((one) => one.question)).to.deep.equal([question, undefined]);
  });

  it("as of a time before they were given: none", async () => {
    expect((await readingOf([signed()], "2025-10-22T11:59:59.000Z")).answers).to.deep.equal([]);
  });

  it("of a damaged journal tell of the damage", async () => {
    const { answers, problems } = await withAnswers([signed(), signed({ answer: "no" })], NOON, (folder) => {
      rewrite(folder, linesOf(folder).slice(0, 1));
      return readingIn(folder, NOON);
    });
    expect(answers.map(({ answer }) => answer)).to.deep.equal(["yes"]);
    expect(problems.join()).to.match(/line 2: .*missing at the end/);
  });

  it("where there is no journal: none, and no damage", async () => {
    const { answers, problems } = await inFolder({}, (folder) => readingIn(folder, NOON));
    expect([answers, problems]).to.deep.equal([[], []]);
  });
});

describe("as of when sign-offs count", () => {
  it("as of the time that is judged", () => {
    expect(signOffMoment("production", NOON)).to.equal(NOON);
  });

  it("in the rehearsal, whose week lies in the past, as of now", () => {
    expect(Date.now() - Date.parse(signOffMoment("rehearsal", NOON))).to.be.within(0, 5_000);
  });
});
