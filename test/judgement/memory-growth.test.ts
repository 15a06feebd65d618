import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeMemoryGrowth } from "../../support/judgement/memory-growth";
import type { InstanceMemory, MemorySamples } from "../../support/model/readings/canary-metrics";
import { judgements } from "./expectation";
import { covered, instance, memory, noise, sampled, slicesFor, START } from "./memory-readings";

const LIMIT = { projectedHours: 48, growthPercent: 5, warmUpMinutes: 15 };
const STEP = 300;
const judge = (reading: MemorySamples) => judgeMemoryGrowth(reading, LIMIT);

const over = (hours: number, bytes: (seconds: number) => number, given: Partial<InstanceMemory> = {}) =>
  instance(sampled(0, hours, STEP, bytes), given);
const reading = (hours: number, instances: readonly InstanceMemory[], given: Partial<MemorySamples> = {}) =>
  memory(hours, instances, { stepSeconds: STEP, ...given });

/** Memory that wanders by this share of 1.2 GB, and grows by so many MB an hour. */
function wandering(share: number, seed: number, megabytesPerHour = 0, likeness = 0.6) {
  const next = noise(seed, likeness);
  return (seconds: number) => 1.2e9 * (1 + share * next()) + (megabytesPerHour * 1e6 * seconds) / 3600;
}

/** A process that takes 10 MB an hour and begins anew every six hours. */
const RESTARTS = [6, 12, 18, 24, 30, 36, 42].map((hour) => ({
  at: START + hour * 3600,
  value: START + hour * 3600 - 20,
}));
const sawtooth = (megabytesPerHour: number) => (seconds: number) =>
  1.2e9 + (megabytesPerHour * 1e6 * (seconds % 21_600)) / 3600;
const restarted = { starts: [{ at: START, value: START - 600 }, ...RESTARTS] };

describe("memory growth", () =>
  judgements({
    "a healthy canary whose memory wanders, over 48 hours": [
      judge(reading(48, [over(48, wandering(0.015, 1))])),
      {
        outcome: "passed",
        says: /grows by -?\d\.\d % in 48 h \(between .* with 95 % confidence each, below 5 %\); no restart/,
      },
    ],
    "perfectly level": [
      judge(reading(18, [over(18, () => 1.3e9)])),
      { outcome: "passed", says: "canary-1 grows by 0.0 % in 48 h (between 0.0 % and 0.0 %" },
    ],
    "memory that shrinks": [
      judge(reading(18, [over(18, (s) => 1.3e9 - 1000 * s)])),
      { outcome: "passed", says: "grows by -" },
    ],
    "a warm-up that ends": [
      judge(reading(18, [over(18, (s) => (s < 900 ? 0.5e9 + 700_000 * s : 1.2e9))])),
      { outcome: "passed", says: "below 5 %" },
    ],
    "an interval that holds the limit and ends below twice of it, which is told": [
      judge(reading(48, [over(48, wandering(0.02, 3, 1, 0.9))])),
      { outcome: "passed", says: "not proven below 5 %, but at most twice of it" },
    ],
    "a leak of 12 MB an hour": [
      judge(reading(42, [over(42, wandering(0.015, 2, 12))])),
      {
        outcome: "failed",
        says: /grows by 1[12]\.\d MB\/h from a level of 1\.\d GB[^]*reaches twice its level in \d+(\.\d)? h/,
      },
    ],
    "a leak in the second instance only": [
      judge(reading(42, [over(42, wandering(0.015, 4)), over(42, wandering(0.015, 5, 12), { instance: "canary-2" })])),
      { outcome: "failed", says: "The memory of canary-2 grows by" },
    ],
    "a leak that restarts hide from the whole": [
      judge(reading(48, [over(48, sawtooth(10), restarted)])),
      {
        outcome: "failed",
        says: /grows by 10\.0 MB\/h[^]*It was restarted meanwhile: 2025-10-22 19:59:40 UTC, .* and 2 more/,
      },
    ],
    "restarts without growth are not flat": [
      judge(reading(48, [over(48, () => 1.2e9, restarted)])),
      { outcome: "inconclusive", cause: "partial-coverage", says: "canary-1 was restarted 7 times in the window" },
    ],
    "noise too slow to tell a leak from a wave": [
      judge(reading(18, [over(18, (s) => 1.2e9 * (1 + 0.05 * Math.sin(s / 9000)))])),
      { outcome: "inconclusive", cause: "too-few-samples", says: "twice the limit, is neither proven nor excluded" },
    ],
    "a window of two hours": [
      judge(memory(2, [instance(sampled(0, 2, 15, wandering(0.01, 6)))])),
      { outcome: "inconclusive", cause: "too-few-samples", says: "seen for 1.8 h after its warm-up" },
    ],
    "samples that are too rare": [
      judge(memory(18, [instance(sampled(0, 18, 3600, () => 1.2e9))], { stepSeconds: 3600 })),
      { outcome: "inconclusive", cause: "too-few-samples", says: "with 18 samples" },
    ],
  }));

const slices = slicesFor(18);
const level = over(18, () => 1.2e9);

describe("memory growth that cannot be seen", () =>
  judgements({
    "no instance": [judge(reading(18, [])), { outcome: "inconclusive", cause: "no-data", says: /\w/ }],
    "no samples": [
      judge(reading(18, [instance([])])),
      { outcome: "inconclusive", cause: "no-data", says: "no samples of the canary's memory" },
    ],
    "samples that are no numbers": [
      judge(reading(18, [over(18, () => Number.NaN)])),
      { outcome: "inconclusive", cause: "no-data", says: "no sizes" },
    ],
    "an unknown start time": [
      judge(reading(18, [{ ...level, starts: [] }])),
      { outcome: "inconclusive", cause: "no-data", says: "a restart would not be seen" },
    ],
    "two series for one instance": [
      judge(reading(18, [{ ...level, seriesCount: 2 }])),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "2 series claim to be the memory of canary-1" },
    ],
    "two series for one instance, of which one grows": [
      judge(reading(18, [over(18, (s) => 1.2e9 + 10_000 * s, { seriesCount: 2 })])),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "expected is one" },
    ],
    "nobody was scraped": [
      judge(reading(18, [level], { coverage: { ...covered(slices), instances: [] } })),
      { outcome: "inconclusive", cause: "no-data", says: "No instance of canary was scraped" },
    ],
    "an instance that vanished": [
      judge(reading(18, [level, over(12, () => 1.2e9, { instance: "canary-2" })])),
      { outcome: "inconclusive", cause: "partial-coverage", says: "The memory of canary-2 is unknown since" },
    ],
    "a young instance beside an old one": [
      judge(
        reading(18, [
          level,
          instance(
            sampled(15, 18, STEP, () => 1.2e9),
            {
              instance: "canary-2",
              starts: [{ at: START + 54_000, value: START + 53_990 }],
            },
          ),
        ]),
      ),
      { outcome: "inconclusive", cause: "too-few-samples", says: "canary-2 was seen for 2.8 h" },
    ],
    "a leak that is proven stands beside a stale end": [
      judge(
        reading(42, [over(42, (s) => 1.2e9 + 3000 * s)], { coverage: { ...covered(slicesFor(42)), instances: [] } }),
      ),
      { outcome: "failed", says: "10.8 MB/h" },
    ],
  }));

describe("the measurements of memory growth", () => {
  it("carry the projected growth with its interval, per instance", () => {
    const [growth, size, restarts] = judge(reading(42, [over(42, wandering(0.015, 2, 12))])).measurements;
    expect(growth).to.include({
      signal: "memory growth of canary-1, projected over 48 h",
      unit: "percent",
      limit: 5,
      comparison: "at-most",
    });
    expect(growth?.interval?.low).to.be.within(25, Number(growth?.value));
    expect(growth?.interval?.high).to.be.within(Number(growth?.value), 60);
    expect([size?.signal, restarts?.value]).to.eql(["memory", 0]);
  });

  it("fail no healthy canary of two hundred for its noise", () => {
    const outcomes = Array.from(
      { length: 200 },
      (_, seed) => judge(reading(18, [over(18, wandering(0.03, seed))])).outcome,
    );
    expect(outcomes.filter((outcome) => outcome === "failed")).to.have.lengthOf.at.most(2);
  });

  it("pass no leak of 12 MB an hour of fifty", () => {
    const outcomes = Array.from(
      { length: 50 },
      (_, seed) => judge(reading(42, [over(42, wandering(0.03, seed, 12))])).outcome,
    );
    expect(outcomes).not.to.include("passed");
  });
});
