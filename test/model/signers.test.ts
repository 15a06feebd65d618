import { describe, it } from "node:test";
import { expect } from "chai";
import { ROLE_IDS, ROLES } from "../../support/model/role";
import { personKey, signersIn, signersOf } from "../../support/model/signers";

describe("who has to sign, in a feature's words", () => {
  const cases: Readonly<
    Record<string, readonly [roles: readonly string[], isDistinct: boolean, isOneEnough: boolean]>
  > = {
    "the release owner": [["release-owner"], false, false],
    "the product owner or the Phase 4 lead": [["product-owner", "phase4-lead"], false, true],
    "the release owner, the DevOps engineer": [["release-owner", "devops-engineer"], false, false],
    "the release owner, the on-call engineer, each another person": [
      ["release-owner", "on-call-engineer"],
      true,
      false,
    ],
  };
  for (const [words, [roles, isDistinct, isOneEnough]] of Object.entries(cases))
    it(words, () => void expect(signersIn(words)).to.deep.equal({ roles, isDistinct, isOneEnough }));

  for (const words of [
    "the releaser",
    "the release owner, the boss",
    "release-owner",
    "the release owner and the Phase 4 lead",
  ])
    it(`refuses "${words}"`, () =>
      void expect(() => signersIn(words)).to.throw(`"${words}" names a role that does not sign.`));
});

describe("who has to sign, in the table of contents", () => {
  it("nobody", () => void expect(signersOf({})).to.equal(null));
  it("each of them", () =>
    void expect(signersOf({ signers: ["release-owner"] })).to.deep.equal({
      roles: ["release-owner"],
      isDistinct: false,
      isOneEnough: false,
    }));
  it("each of them, by distinct people", () =>
    void expect(signersOf({ signers: ["release-owner"], signing: "all distinct" })?.isDistinct).to.equal(true));
  it("one of them", () =>
    void expect(signersOf({ signers: ["release-owner", "phase4-lead"], signing: "one" })?.isOneEnough).to.equal(true));
  it("the only one", () =>
    void expect(signersOf({ signers: ["release-owner"], signing: "one instead" })?.isOneEnough).to.equal(false));
});

describe("roles and people", () => {
  it("no two roles are called alike", () => {
    const names = ROLE_IDS.flatMap((id) => [ROLES[id].en, ROLES[id].ko]);
    expect(names).to.deep.equal([...new Set(names)]);
  });

  it("a person is the same with other capitals, spaces and forms of letters", () => {
    expect(personKey("  Mina\tKIM ")).to.equal(personKey("Ｍina kim"));
    expect(personKey("김민아".normalize("NFD"))).to.equal(personKey("김민아"));
  });
});
