import { describe, it } from "node:test";
import { expect } from "chai";
import type { Signing } from "../../support/environment/load-signing";
import type { JournalFact } from "../../support/model/journal-entry";
import { askFor, type Prompts } from "../../support/sign-off/ask";
import { checkDraft, type Draft } from "../../support/sign-off/draft";
import { itemsAfter, PEOPLE, signed } from "./items-for";

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
