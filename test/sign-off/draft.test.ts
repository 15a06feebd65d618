import { describe, it } from "node:test";
import { expect } from "chai";
import type { Signing } from "../../support/environment/load-signing";
import type { JournalFact } from "../../support/model/journal-entry";
import { askFor, type Prompts } from "../../support/sign-off/ask";
import { checkDraft, type Draft } from "../../support/sign-off/draft";
import { decided, itemsAfter, PEOPLE, QUESTION, signed } from "./items-for";

const NOW = new Date("2025-10-22T04:00:00Z");
const WHOLE: Draft = { item: "D4-M3", name: "Mina Kim", role: "release-owner", answer: "yes" };

async function checked(draft: Draft, people?: Signing["people"], facts: readonly JournalFact[] = []) {
  return checkDraft(draft, { items: await itemsAfter(facts, people), people, version: "2.0.0", now: NOW });
}

describe("an answer that is recorded", () => {
  const cases: Readonly<Record<string, readonly [Draft, Signing["people"], object]>> = {
    "a whole one": [WHOLE, undefined, signed()],
    "the only role is understood": [{ ...WHOLE, role: undefined }, undefined, { role: "release-owner" }],
    "the person's only role is understood": [
      { ...WHOLE, item: "D4-M1", name: " jon  lee", role: undefined },
      PEOPLE,
      { name: "Jon Lee", role: "on-call-engineer" },
    ],
    "with note, link and expiry": [
      { ...WHOLE, note: " read\nit ", link: "https://wiki.example.com/plan", expires: "2025-10-22T18:00:00+09:00" },
      undefined,
      { note: "read\nit", link: "https://wiki.example.com/plan", expiresAt: "2025-10-22T09:00:00.000Z" },
    ],
    "an empty note and link are none": [{ ...WHOLE, note: "", link: " " }, undefined, { note: null, link: null }],
  };
  for (const [sentence, [draft, people, expected]] of Object.entries(cases))
    it(sentence, async () => {
      const found = await checked(draft, people);
      expect("signOff" in found ? found.signOff : found.faults).to.include(expected);
    });
});

describe("an answer that is refused", () => {
  const own = signed({ item: "D4-M1" });
  const cases: Readonly<
    Record<string, readonly [Draft, Signing["people"], readonly JournalFact[], readonly string[]]>
  > = {
    "nothing is said": [{}, undefined, [], ["--item", "--name", "--role", "--answer"]],
    "all is wrong, and all is said at once": [
      {
        item: "D4-M9",
        name: "\u001b[2J",
        role: "boss",
        answer: "maybe",
        link: "ftp://x",
        expires: "soon",
        note: "\u0007",
      },
      undefined,
      [],
      ["--item", "--name", "--role", "--answer", "--note", "--link", "--expires"],
    ],
    "an item that nobody signs": [{ ...WHOLE, item: "D4-M2" }, undefined, [], ["--item"]],
    "a role that the item does not ask for": [{ ...WHOLE, role: "phase4-lead" }, undefined, [], ["--role"]],
    "somebody who is not one of the people": [{ ...WHOLE, name: "Eve" }, PEOPLE, [], ["--name"]],
    "a person in another's role": [{ ...WHOLE, name: "Jon Lee" }, PEOPLE, [], ["--role"]],
    "an expiry that is past": [{ ...WHOLE, expires: "2025-10-22T03:00:00Z" }, undefined, [], ["--expires"]],
    "a no that expires": [{ ...WHOLE, answer: "no", expires: "2025-10-23T03:00:00Z" }, undefined, [], ["--expires"]],
    "a link with a password": [{ ...WHOLE, link: "https://a:b@c.example.com" }, undefined, [], ["--link"]],
    "nothing to withdraw": [{ ...WHOLE, answer: "withdrawn" }, undefined, [], ["--answer"]],
    "a second role of one person": [
      { ...WHOLE, item: "D4-M1", name: "mina kim", role: "on-call-engineer" },
      undefined,
      [own],
      ["--name"],
    ],
  };
  for (const [sentence, [draft, people, facts, expected]] of Object.entries(cases))
    it(`${sentence}: ${expected.join(", ")}`, async () => {
      const found = await checked(draft, people, facts);
      const faults = "faults" in found ? found.faults : [];
      expect(faults.map(({ where }) => where)).to.deep.equal(expected);
      for (const { what, fix } of faults) expect(`${what} ${fix}`).not.to.match(/undefined|NaN|\[object/);
    });
});

describe("an answer to what an incident asks", () => {
  const KEY = "b3866b2d";
  const OTHER = { ...QUESTION, about: "A, for 2.0.0: /b" };
  const draft = { ...WHOLE, item: "INC-5", role: "on-call-engineer", for: KEY };
  const given = signed({ item: "INC-5", role: "on-call-engineer", question: OTHER });
  const faultsOf = async (of: Draft, facts: readonly JournalFact[] = [decided(QUESTION)]) => {
    const found = await checked({ ...draft, ...of }, undefined, facts);
    return "faults" in found ? found.faults.map(({ where, what, fix }) => `${where}: ${what}; ${fix}`) : [];
  };

  it("is recorded with what was asked, where the key says that this was read", async () => {
    const found = await checked(draft, undefined, [decided(QUESTION)]);
    expect("signOff" in found && found.signOff.question).to.deep.equal(QUESTION);
  });

  it("is refused without the key, and with that of another recommendation", async () => {
    const asked = `asked is: A, for 2.0.0: /a, where most error lines say "boom"; if the answer is to that, write --for ${KEY}`;
    expect(await faultsOf({ for: undefined })).to.deep.equal([`--for: it is missing; ${asked}`]);
    expect(await faultsOf({ for: "0000abcd" })).to.deep.equal([`--for: "0000abcd" is not what is asked now; ${asked}`]);
    const facts = [decided(QUESTION), decided(OTHER)];
    expect((await faultsOf({ answer: "no" }, facts)).join()).to.include(`"${KEY}" is not what is asked now`);
  });

  it("is refused where nothing is recommended, or the decision needs nobody", async () => {
    for (const facts of [[], [decided(null)]])
      expect((await faultsOf({}, facts)).join()).to.match(/^--item: INC-5 has no recommendation that awaits an answer/);
  });

  it("can be withdrawn whatever it was to", async () => {
    expect(
      await faultsOf({ answer: "withdrawn", for: undefined }, [decided(OTHER), given, decided(QUESTION)]),
    ).to.deep.equal([]);
    expect((await faultsOf({ answer: "withdrawn", for: undefined })).join()).to.match(
      /^--answer: .* no answer to INC-5/,
    );
  });

  it("is to an incident only: no other item has a key", async () => {
    expect(await faultsOf({ item: "D4-M3", role: "release-owner" })).to.deep.equal([
      "--for: D4-M3 asks the same each time; leave it out",
    ]);
  });
});

describe("asking at the terminal", () => {
  /** Answers with the first choice, or with a text. */
  function answering(asked: string[]): Prompts {
    return {
      select: async ({ message, choices }) => {
        asked.push(`${message} ${choices.map(({ name }) => name).join("|")}`);
        return choices[0]?.value ?? "";
      },
      input: async ({ message }) => {
        asked.push(message);
        return "text";
      },
    };
  }

  it("asks for all that was not given, with the people who may", async () => {
    const asked: string[] = [];
    const draft = await askFor({}, await itemsAfter([], PEOPLE), PEOPLE, answering(asked));
    expect(draft).to.include({ item: "D4-M1", name: "Mina Kim", role: "release-owner", answer: "yes", note: "text" });
    expect(asked[1]).to.equal("Who answers? Mina Kim|Jon Lee");
    expect(asked[2]).to.equal("In which role? release owner|on-call engineer");
  });

  it("shows what an incident's answer would be to, and asks again for one that was given unseen", async () => {
    const items = await itemsAfter([decided(QUESTION)]);
    const given = { ...WHOLE, item: "INC-5", role: "on-call-engineer", answer: "no", note: "", link: "" };
    const asked: string[] = [];
    const draft = await askFor(given, items, undefined, answering(asked));
    expect(asked).to.deep.equal([
      'INC-5: A, for 2.0.0: /a, where most error lines say "boom": what is the answer? yes|no|withdrawn',
    ]);
    expect(draft).to.include({ answer: "yes", for: "b3866b2d" });
    expect(await askFor({ ...given, for: "0000abcd" }, items, undefined, answering(asked))).to.include({
      answer: "no",
      for: "0000abcd",
    });
    expect(asked).to.have.length(1);
  });

  it("asks for nothing that was given", async () => {
    const asked: string[] = [];
    await askFor({ ...WHOLE, note: "", link: "" }, await itemsAfter(), undefined, answering(asked));
    expect(asked).to.deep.equal([]);
  });

  it("shows nothing that a terminal would obey", async () => {
    const asked: string[] = [];
    const people = [{ name: "Mi\u001b[2Jna", roles: ["release-owner"] }] as const;
    await askFor({ item: "D4-M3" }, await itemsAfter(), people, answering(asked));
    expect(asked.join()).not.to.contain("\u001b");
  });
});
