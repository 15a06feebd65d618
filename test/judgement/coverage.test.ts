import { describe, it } from "node:test";
import { expect } from "chai";
import { coverageFault } from "../../support/judgement/coverage";
import type { Coverage, InstanceCoverage } from "../../support/model/readings/canary-metrics";
import { BEGIN, coverage, coverageWithout, slices } from "./window-readings";

/** Four slices of 30 min, scraped every 15 s: 120 scrapes each. */
const FOUR = slices(4);
const END = BEGIN + 4 * 1800;
const CANARY = { where: "Prometheus http://127.0.0.1:9090 (rehearsal)", track: "canary" };

function instance(name: string, scrapes: readonly number[], given: Partial<InstanceCoverage> = {}): InstanceCoverage {
  const isThere = (scrapes.at(-1) ?? 0) > 0;
  return { instance: name, scrapes, answered: scrapes, lastScrapeAt: isThere ? END : null, ...given };
}

function of(...instances: InstanceCoverage[]): Coverage {
  return { ...coverage(FOUR), instances };
}

const WHOLE: Readonly<Record<string, Coverage>> = {
  "every scrape answered": of(instance("a", [120, 120, 120, 120])),
  "one scrape more in each slice, and one fewer in one": of(instance("a", [121, 121, 119, 121])),
  "scrapes that fall now on this, now on that side of the slices' edges": of(instance("a", [121, 119, 121, 119])),
  "99 % of the scrapes": of(instance("a", [120, 116, 120, 120])),
  "the newest scrape two intervals and a second old": of(
    instance("a", [120, 120, 120, 119], { lastScrapeAt: END - 31 }),
  ),
  "an instance that was replaced by another one": of(instance("a", [120, 60, 0, 0]), instance("b", [0, 60, 120, 120])),
  "an instance that was added": of(instance("a", [120, 120, 120, 120]), instance("b", [0, 0, 30, 120])),
  "an instance that was taken away": of(instance("a", [120, 120, 120, 120]), instance("b", [120, 90, 0, 0])),
};

describe("a window that is covered", () => {
  for (const [sentence, given] of Object.entries(WHOLE)) {
    it(sentence, () => {
      expect(coverageFault(given, FOUR)).to.equal(null);
    });
  }

  it("a single slice of 15 minutes that lost one scrape at its edge", () => {
    const of15 = slices(1, 15);
    expect(coverageFault(coverage(of15, { scrapes: [59] }), of15)).to.equal(null);
  });

  it("an interval that does not divide the slices", () => {
    const given = { ...coverage(FOUR, { scrapes: [25, 26, 26, 26] }), scrapeIntervalSeconds: 70 };
    expect(coverageFault(given, FOUR)).to.equal(null);
  });

  it("slices shorter than the interval are not expected to hold a scrape each", () => {
    const short = slices(120, 0.5);
    const every60 = Array.from({ length: 120 }, (_, index) => index % 2);
    const given = { ...coverage(short, { scrapes: every60 }), scrapeIntervalSeconds: 60 };
    expect(coverageFault(given, short)).to.equal(null);
  });
});

type Faulty = readonly [Coverage, cause: string, says: string];

const FAULTY: Readonly<Record<string, Faulty>> = {
  "no instance": [of(), "no-data", "No instance of canary was scraped between 2025-10-23 14:00 to 16:00 UTC"],
  "an instance that was never scraped": [of(instance("a", [0, 0, 0, 0])), "no-data", "No instance of canary"],
  "counts that are no numbers": [of(instance("a", [Number.NaN, Number.NaN])), "no-data", "No instance of canary"],
  "an interval that is not known": [
    { ...coverage(FOUR), scrapeIntervalSeconds: Number.NaN },
    "no-data",
    "not known how often",
  ],
  "an interval of no length": [{ ...coverage(FOUR), scrapeIntervalSeconds: 0 }, "no-data", "not known how often"],
  "the newest scrape three intervals old": [
    of(instance("a", [120, 120, 120, 118], { lastScrapeAt: END - 45 })),
    "stale",
    "The newest scrape of canary is from 2025-10-23 15:59:15 UTC, 45 s before the window's end at 2025-10-23 16:00 UTC; every 15 s one is expected.",
  ],
  "no scrape in the last slice": [
    of(instance("a", [120, 120, 120, 0])),
    "stale",
    "The newest scrape of canary lies more than 30 min before the window's end",
  ],
  "a time of the newest scrape that is no number": [
    of(instance("a", [120, 120, 120, 120], { lastScrapeAt: Number.NaN })),
    "stale",
    "lies more than",
  ],
  "slices that were not scraped": [
    coverageWithout([1, 2], FOUR),
    "partial-coverage",
    "For 60 min of 2 h there are no metrics of canary: 2025-10-23 14:30 to 15:30 UTC.",
  ],
  "slices here and there": [
    coverageWithout([0, 2], FOUR),
    "partial-coverage",
    "2025-10-23 14:00 to 14:30 UTC, 2025-10-23 15:00 to 15:30 UTC.",
  ],
  "a slice in which it was scraped, but down": [
    of(instance("a", [120, 120, 120, 120], { answered: [120, 0, 120, 120] })),
    "partial-coverage",
    "It was scraped, but canary did not answer: it was down.",
  ],
  "one slice down, one not scraped": [
    of(instance("a", [120, 120, 0, 120], { answered: [120, 0, 0, 120] })),
    "partial-coverage",
    "In 1 of 2 slices it was scraped, but did not answer; in the others it was not scraped.",
  ],
  "too few scrapes, and no slice without any": [
    of(instance("a", [120, 60, 60, 120])),
    "partial-coverage",
    "Of 480 expected scrapes of canary 360 were answered (75.00 %); needed are 99 %.",
  ],
  "a scrape too few answered": [
    of(instance("a", [120, 120, 120, 120], { answered: [120, 114, 120, 120] })),
    "partial-coverage",
    "0 scrapes did not take place, 6 got no answer (the instance was down).",
  ],
  "two instances, one with a hole in the middle": [
    of(instance("a", [120, 120, 120, 120]), instance("b", [120, 0, 120, 120])),
    "partial-coverage",
    "1 instance of canary was away for a while: b (360 of 480 scrapes answered, none at 2025-10-23 14:30 to 15:00 UTC).",
  ],
  "two instances, one down all the time": [
    of(instance("a", [120, 120, 120, 120]), instance("b", [120, 120, 120, 120], { answered: [0, 0, 0, 0] })),
    "partial-coverage",
    "b (0 of 480 scrapes answered",
  ],
  "the surplus of one slice does not fill another one": [
    of(instance("a", [120, 30, 120, 120]), instance("b", [120, 30, 120, 120])),
    "partial-coverage",
    "Of 480 expected scrapes of canary 420 were answered",
  ],
};

describe("a window that is not covered", () => {
  for (const [sentence, [given, cause, says]] of Object.entries(FAULTY)) {
    it(`${sentence}: ${cause}`, () => {
      const fault = coverageFault(given, FOUR, CANARY);
      expect(fault?.cause).to.equal(cause);
      const { what = "", where = "", why = "", fix = "" } = fault?.problem ?? {};
      const texts = [what, where, why, fix];
      expect(texts.join(" ")).to.include(says);
      expect(texts.join(" ")).not.to.match(/undefined|NaN/);
      expect(texts.filter((text) => text.trim() !== "")).to.have.length(4);
      expect(fault?.problem.where).to.equal(CANARY.where);
    });
  }

  it("40 of 48 hours", () => {
    const two = slices(96);
    const missing = Array.from({ length: 80 }, (_, index) => index);
    expect(coverageFault(coverageWithout(missing, two), two, CANARY)?.problem.what).to.equal(
      "For 40 h of 48 h there are no metrics of canary: 2025-10-23 14:00 to 2025-10-25 06:00 UTC.",
    );
  });

  it("a single instance of a window with one slice, beside one that answers", () => {
    const one = slices(1);
    const down = { ...coverage(one).instances[0], instance: "b", answered: [0] };
    const both = [...coverage(one).instances, { scrapes: [120], lastScrapeAt: BEGIN + 1800, ...down }];
    expect(coverageFault({ ...coverage(one), instances: both }, one)?.problem.what).to.include("b (0 of 120 scrapes");
  });

  it("without a reading the query says where", () => {
    expect(coverageFault(of(), FOUR)?.problem.where).to.equal('up{track="canary"}');
  });
});
