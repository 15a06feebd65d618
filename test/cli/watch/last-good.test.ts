import { describe, it } from "node:test";
import { expect } from "chai";
import { lastGood } from "../../../support/cli/watch/last-good";

describe("a file that is edited while it is watched", () => {
  it("counts as it was before it had faults, which are told once for each reason", () => {
    const said: string[] = [];
    const contents = ["one", new Error("line 3"), new Error("line 3"), new Error("line 4"), "two", new Error("line 4")];
    const read = lastGood(
      () => {
        const next = contents.shift();
        if (next instanceof Error) throw next;
        return next;
      },
      (why) => void said.push(why),
    );
    expect([read(), read(), read(), read(), read()]).to.deep.equal(["one", "one", "one", "two", "two"]);
    expect(said).to.deep.equal(["line 3", "line 4", "line 4"]);
  });

  it("has to be readable at first", () => {
    expect(() =>
      lastGood(() => {
        throw new Error("gone");
      }),
    ).to.throw("gone");
  });
});
