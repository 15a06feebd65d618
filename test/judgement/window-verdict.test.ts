import { describe, it } from "node:test";
import { expect } from "chai";
import { verdictOfWindow, type PointVerdict } from "../../support/judgement/window-verdict";

describe("the verdict of a window is its most serious point's:", () => {
  const PAIRS: readonly (readonly [PointVerdict, PointVerdict, string])[] = [
    ["GO", "GO", "GO"],
    ["GO", "NO-GO", "NO-GO"],
    ["GO", "INCONCLUSIVE", "INCONCLUSIVE"],
    ["GO", "not run", "INCONCLUSIVE"],
    ["NO-GO", "NO-GO", "NO-GO"],
    ["NO-GO", "INCONCLUSIVE", "NO-GO"],
    ["NO-GO", "not run", "NO-GO"],
    ["INCONCLUSIVE", "INCONCLUSIVE", "INCONCLUSIVE"],
    ["INCONCLUSIVE", "not run", "INCONCLUSIVE"],
    ["not run", "not run", "INCONCLUSIVE"],
  ];
  for (const [one, other, verdict] of PAIRS) {
    it(`${one} and ${other}: ${verdict}`, () => {
      expect(verdictOfWindow([one, other], true)).to.equal(verdict);
      expect(verdictOfWindow([other, one], true)).to.equal(verdict);
    });
  }
  it("no point at all: INCONCLUSIVE", () => {
    expect(verdictOfWindow([], true)).to.equal("INCONCLUSIVE");
  });

  it("that stands in a damaged record is never GO, and stays NO-GO", () => {
    expect(verdictOfWindow(["GO", "GO"], false)).to.equal("INCONCLUSIVE");
    expect(verdictOfWindow(["GO", "NO-GO"], false)).to.equal("NO-GO");
  });
});
