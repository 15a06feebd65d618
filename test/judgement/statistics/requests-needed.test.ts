import { describe, it } from "node:test";
import { expect } from "chai";
import { upperBound } from "../../../support/judgement/statistics/clopper-pearson";
import { requestsNeeded } from "../../../support/judgement/statistics/requests-needed";

/** Observed share, limit, requests that prove it at 95 %. */
const VECTORS: Readonly<Record<string, readonly [number, number, number]>> = {
  "below 0.5 %, no error": [0, 0.005, 598],
  "below 0.5 %, observed 0.2 %": [0.002, 0.005, 1549],
  "below 0.5 %, observed 0.3 %": [0.003, 0.005, 3138],
  "below 0.5 %, observed 0.4 %": [0.004, 0.005, 12_205],
  "availability above 99.95 %, no failure": [0, 0.0005, 5990],
  "availability above 99.95 %, 0.02 % failing": [0.0002, 0.0005, 15_505],
};

describe("the requests that a proof needs", () => {
  for (const [sentence, [share, limit, needed]] of Object.entries(VECTORS)) {
    it(`${sentence}: ${needed}; one fewer proves nothing`, () => {
      expect(requestsNeeded(share, limit, 0.95)).to.equal(needed);
      const bound = (requests: number) => upperBound(Math.floor(share * requests + 1e-9), requests, 0.95);
      expect(bound(needed)).to.be.below(limit);
      expect(bound(needed - 1)).to.be.above(limit);
    });
  }

  it("P95 with 4 % slow requests: between 1,000 and 2,000", () => {
    expect(requestsNeeded(0.04, 0.05, 0.95)).to.be.within(1001, 2000);
    expect(upperBound(80, 2000, 0.95)).to.be.below(0.05);
    expect(upperBound(40, 1000, 0.95)).to.be.above(0.05);
  });

  it("is always beyond what is known not to suffice, the events counted up to the next whole one", () => {
    expect(upperBound(2, 1000, 0.95)).to.be.above(0.005);
    expect(requestsNeeded(0.002, 0.005, 0.95, 1000)).to.equal(1258);
    expect(upperBound(2, 1258, 0.95)).to.be.below(0.005);
    expect(requestsNeeded(0.002, 0.005, 0.95, 1549)).to.be.above(1549);
  });

  it("a share at the limit or beyond never proves it", () => {
    expect(requestsNeeded(0.005, 0.005, 0.95)).to.equal(null);
    expect(requestsNeeded(0.01, 0.005, 0.95)).to.equal(null);
  });

  it("a share so near the limit that 1e8 requests do not tell them apart", () => {
    expect(requestsNeeded(0.4999999, 0.5, 0.95)).to.equal(null);
  });

  it("a higher confidence needs more", () => {
    expect(requestsNeeded(0, 0.005, 0.99)).to.equal(Math.ceil(Math.log(0.01) / Math.log(0.995)));
  });
});
