import { it } from "node:test";
import { expect } from "chai";
import { gravestByItem } from "../../support/model/outcome";

it("an item has the gravest outcome of all checks that serve it", () => {
  const checks = [
    { items: ["A", "B"], outcome: "passed" },
    { items: ["B"], outcome: "inconclusive" },
    { items: ["C"], outcome: "not-run" },
    { items: ["B", "A"], outcome: "failed" },
    { items: ["C"], outcome: "passed" },
  ] as const;
  expect(Object.fromEntries(gravestByItem(checks))).to.deep.equal({ A: "failed", B: "failed", C: "not-run" });
  expect(gravestByItem([]).size).to.equal(0);
});
