import { describe, it } from "node:test";
import { expect } from "chai";
import { probabilityOfAsManyByChance } from "../../../support/judgement/statistics/fisher-exact";

type Pair = readonly [events: number, total: number];

/** First group, second group, one-sided probability. */
const PUBLISHED: Readonly<Record<string, readonly [Pair, Pair, number]>> = {
  "the lady tasting tea, all four cups right (Fisher 1935): 1 in 70": [[4, 4], [0, 4], 1 / 70],
  "the lady tasting tea, three cups right: 17 in 70": [[3, 4], [1, 4], 17 / 70],
  "convictions of twins (Fisher 1962; the example of R's fisher.test): 0.0004652": [[10, 12], [3, 18], 0.0004651809],
  "6 of 8 against 1 of 5: 37 in 429": [[6, 8], [1, 5], 37 / 429],
  "a canary with 0.6 % against legacy with 0.5 %": [[60, 10_000], [950, 190_000], 0.09859982255],
  "a canary with 0.4 % against legacy with 0.5 %": [[40, 10_000], [950, 190_000], 0.93189751167],
  "millions of requests": [[5000, 1_000_000], [94_000, 19_000_000], 0.23432787205],
};

describe("the exact test of two shares", () => {
  for (const [sentence, [[events, total], [others, otherTotal], probability]] of Object.entries(PUBLISHED)) {
    it(sentence, () => {
      const found = probabilityOfAsManyByChance({ events, total }, { events: others, total: otherTotal });
      expect(found).to.be.closeTo(probability, 1e-7 * probability);
    });
  }

  const certain: Readonly<Record<string, readonly [Pair, Pair]>> = {
    "nobody has an event": [
      [0, 100],
      [0, 2000],
    ],
    "the first group has none": [
      [0, 100],
      [5, 2000],
    ],
    "the first group has no trial": [
      [0, 0],
      [5, 2000],
    ],
    "the second group has no trial": [
      [3, 100],
      [0, 0],
    ],
    "everybody has an event": [
      [100, 100],
      [2000, 2000],
    ],
  };
  for (const [sentence, [[events, total], [others, otherTotal]]] of Object.entries(certain)) {
    it(`${sentence}: chance explains it`, () => {
      expect(probabilityOfAsManyByChance({ events, total }, { events: others, total: otherTotal })).to.equal(1);
    });
  }

  it("agrees with adding up all tables with the same sums", () => {
    for (let events = 0; events <= 9; events += 1) {
      const found = probabilityOfAsManyByChance({ events, total: 12 }, { events: 9 - events, total: 20 });
      expect(found).to.be.closeTo(addedUp(events, 12, 9, 32), 1e-12);
    }
  });

  it("a fraction of an event is refused", () => {
    expect(() => probabilityOfAsManyByChance({ events: 0.5, total: 10 }, { events: 1, total: 10 })).to.throw(
      RangeError,
    );
  });
});

function addedUp(from: number, first: number, events: number, all: number): number {
  let sum = 0;
  for (let k = from; k <= Math.min(first, events); k += 1) sum += choose(first, k) * choose(all - first, events - k);
  return sum / choose(all, events);
}

function choose(n: number, k: number): number {
  let product = 1;
  for (let index = 1; index <= k; index += 1) product = (product * (n - k + index)) / index;
  return product;
}
