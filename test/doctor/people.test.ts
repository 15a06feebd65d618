import { describe, it } from "node:test";
import { expect } from "chai";
import { examinePeople } from "../../support/doctor/people";
import { ROLE_IDS } from "../../support/model/role";

describe("the people who must sign", () => {
  it("nobody is named: anybody may sign", () => void expect(examinePeople({})).to.deep.equal([]));
  it("every role is held", () =>
    void expect(examinePeople({ people: [{ name: "Mina Kim", roles: [...ROLE_IDS] }] })).to.deep.equal([]));
  it("a role that must sign is held by nobody: which items it concerns, and what to do", () => {
    const roles = ROLE_IDS.filter((role) => role !== "customer-support");
    const [finding] = examinePeople({ people: [{ name: "Mina Kim", roles }] });
    expect(finding?.state).to.equal("problem");
    expect(finding?.detail).to.equal("nobody holds roles that must sign: D4-C3: customer support");
  });
});
