import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeMemoryLevel } from "../../support/judgement/memory";
import type { InstanceMemory, MemorySamples } from "../../support/model/readings/canary-metrics";
import { judgements } from "./expectation";
import { covered, instance, memory, ROLLED_OUT_AT, sampled, slicesFor, START } from "./memory-readings";

const LIMIT = { rolledOutAt: ROLLED_OUT_AT, settleMinutes: 15, tolerancePercent: 25 };
const judge = (reading: MemorySamples, given: Partial<typeof LIMIT> = {}) =>
  judgeMemoryLevel(reading, { ...LIMIT, ...given });

/** The runbook's table: 1.2 GB at 14:15, 1.3 at 14:45, 1.4 at 15:15, 1.3 at 15:45. */
const table = (seconds: number) =>
  seconds <= 1200 ? 1.2e9 : seconds <= 3600 ? 1.3e9 : seconds <= 5400 ? 1.4e9 : 1.3e9;
const one = (hours: number, bytes: (seconds: number) => number, given: Partial<InstanceMemory> = {}) =>
  instance(sampled(0, hours, 15, bytes), given);
const golden = (hours: number) => memory(hours, [one(hours, table)]);
const steady = (given: Partial<InstanceMemory> = {}) => one(1.75, () => 1.2e9, given);
const restart = (minutes: number) => ({ at: START + minutes * 60, value: START + minutes * 60 - 5 });

describe("the canary's memory since the roll-out", () =>
  judgements({
    "the runbook's table at 15:45": [
      judge(golden(1.75)),
      { outcome: "passed", says: "canary-1 1.3 GB (level 1.2 GB ±25 %); no restart" },
    ],
    "the first checkpoint gives the level": [
      judge(golden(0.25)),
      { outcome: "passed", says: "canary-1 1.2 GB, which is its level from now on" },
    ],
    "exactly a quarter above its level": [
      judge(memory(1, [one(1, (s) => (s > 1800 ? 1.5e9 : 1.2e9))])),
      { outcome: "passed", says: "1.5 GB (level 1.2 GB" },
    ],
    "a little more than a quarter above": [
      judge(memory(1, [one(1, (s) => (s > 1800 ? 1.5001e9 : 1.2e9))])),
      { outcome: "failed", says: /left its level: 1\.5 GB at .*; its level at 2025-10-22 14:15 UTC was 1\.2 GB/ },
    ],
    "one sample far above, among many": [
      judge(memory(1, [one(1, (s) => (s === 2700 ? 2.4e9 : 1.2e9))])),
      { outcome: "failed", says: /2\.4 GB at 2025-10-22 14:45 UTC[^]*1 of 181 samples/ },
    ],
    "far below its level": [
      judge(memory(1, [one(1, (s) => (s > 2700 ? 0.6e9 : 1.2e9))])),
      { outcome: "failed", says: "A cache was dropped" },
    ],
    "a spike before it has settled": [
      judge(memory(1, [one(1, (s) => (s < 600 ? 3e9 : 1.2e9))])),
      { outcome: "passed", says: "1.2 GB" },
    ],
    "restarted after the roll-out": [
      judge(memory(1.75, [steady({ starts: [{ at: START, value: START - 600 }, restart(45)] })])),
      { outcome: "failed", says: "canary-1 was restarted once after the roll-out: 2025-10-22 14:44:55 UTC" },
    ],
    "restarted twice, soon after the roll-out": [
      judge(memory(1.75, [steady({ starts: [{ at: START, value: START - 600 }, restart(2), restart(4)] })])),
      { outcome: "failed", says: "restarted 2 times" },
    ],
    "replaced by the roll-out itself, seen a moment after it": [
      judge(
        memory(1.75, [
          steady({
            starts: [
              { at: START, value: START - 86400 },
              { at: START + 15, value: START - 2 },
            ],
          }),
        ]),
      ),
      { outcome: "passed", says: "no restart" },
    ],
    "a process that is younger than its memory": [
      judge(memory(1.75, [steady({ starts: [restart(45)] })])),
      { outcome: "failed", says: "was restarted once" },
    ],
    "another instance appears later, and is held against its own level": [
      judge(
        memory(1.75, [
          steady(),
          instance(
            sampled(0.75, 1.75, 15, () => 0.8e9),
            { instance: "canary-2", starts: [restart(45)] },
          ),
        ]),
      ),
      { outcome: "passed", says: "canary-2 800.0 MB (level 800.0 MB" },
    ],
    "the later instance leaves its own level": [
      judge(
        memory(1.75, [
          steady(),
          instance(
            sampled(0.75, 1.75, 15, (s) => (s > 5400 ? 1.2e9 : 0.8e9)),
            {
              instance: "canary-2",
              starts: [restart(45)],
            },
          ),
        ]),
      ),
      { outcome: "failed", says: "The memory of canary-2 left its level: 1.2 GB" },
    ],
    "the later instance has not settled": [
      judge(
        memory(1.75, [
          steady(),
          instance(
            sampled(1.6, 1.75, 15, () => 0.8e9),
            { instance: "canary-2", starts: [restart(96)] },
          ),
        ]),
      ),
      { outcome: "inconclusive", cause: "too-few-samples", says: "canary-2 has not settled yet" },
    ],
    "judged before it has settled": [
      judge(memory(0.2, [one(0.2, () => 1.2e9)])),
      { outcome: "inconclusive", cause: "too-few-samples", says: "its level is taken at 2025-10-22 14:15 UTC" },
    ],
    "a window that begins after the level's time": [
      judge(
        memory(1, [instance(sampled(0.5, 1.5, 15, () => 1.2e9))], {
          slices: slicesFor(1, START + 1800),
          coverage: covered(slicesFor(1, START + 1800)),
        }),
      ),
      {
        outcome: "inconclusive",
        cause: "partial-coverage",
        says: "The level of canary-1 at 2025-10-22 14:15 UTC is not known",
      },
    ],
    "no tolerance at all": [
      judge(golden(1.75), { tolerancePercent: 0 }),
      { outcome: "failed", says: "1.2 GB to 1.2 GB was expected (±0 %)" },
    ],
  }));

const gap = (from: number, to: number) =>
  sampled(0, 1.75, 15, () => 1.2e9).filter(({ at }) => at - START < from || at - START > to);
const slices = slicesFor(1.75);
const [whole] = covered(slices).instances;
const holed = whole === undefined ? [] : [{ ...whole, answered: [120, 0, 120, 60].slice(0, slices.edges.length - 1) }];

describe("memory that is not there", () =>
  judgements({
    "no instance": [judge(memory(1.75, [])), { outcome: "inconclusive", cause: "no-data", says: /\w/ }],
    "an instance that is scraped but has no samples": [
      judge(memory(1.75, [instance([])])),
      { outcome: "inconclusive", cause: "no-data", says: "Prometheus has no samples of the canary's memory." },
    ],
    "one of two has no samples": [
      judge(memory(1.75, [steady(), instance([], { instance: "canary-2" })])),
      { outcome: "inconclusive", cause: "no-data", says: "canary-2 has no samples of its memory." },
    ],
    "one of two that are scraped gives no memory": [
      judge(memory(1.75, [steady()], { coverage: covered(slices, ["canary-1", "canary-2"]) })),
      { outcome: "inconclusive", cause: "no-data", says: "canary-2 answered scrapes but gave no memory." },
    ],
    "a sample that is no number": [
      judge(memory(1.75, [one(1.75, (s) => (s === 1800 ? Number.NaN : 1.2e9))])),
      { outcome: "inconclusive", cause: "no-data", says: "1 of 421 samples of the memory of canary-1 are no sizes" },
    ],
    "all samples are no numbers": [
      judge(memory(1.75, [one(1.75, () => Number.NaN)])),
      { outcome: "inconclusive", cause: "no-data", says: "421 of 421 samples" },
    ],
    "all samples are zero": [
      judge(memory(1.75, [one(1.75, () => 0)])),
      { outcome: "inconclusive", cause: "no-data", says: "not above zero" },
    ],
    "an unknown start time": [
      judge(memory(1.75, [steady({ starts: [] })])),
      { outcome: "inconclusive", cause: "no-data", says: "a restart would not be seen" },
    ],
    "a start time that is no number": [
      judge(memory(1.75, [steady({ starts: [{ at: START, value: Number.NaN }] })])),
      { outcome: "inconclusive", cause: "no-data", says: "a restart would not be seen" },
    ],
    "two series for one instance": [
      judge(memory(1.75, [steady({ seriesCount: 2 })])),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "2 series claim to be the memory of canary-1" },
    ],
    "a hole in the scrapes": [
      judge(memory(1.75, [steady()], { coverage: { ...covered(slices), instances: holed } })),
      { outcome: "inconclusive", cause: "partial-coverage", says: /no metrics of canary/ },
    ],
    "nobody was scraped": [
      judge(memory(1.75, [steady()], { coverage: { ...covered(slices), instances: [] } })),
      { outcome: "inconclusive", cause: "no-data", says: "No instance of canary was scraped" },
    ],
    "a gap in the metric alone": [
      judge(memory(1.75, [instance(gap(3000, 3300))])),
      { outcome: "inconclusive", cause: "partial-coverage", says: "has 400 samples of 421" },
    ],
    "one missing sample is no gap": [
      judge(memory(1.75, [instance(gap(3000, 3000))])),
      { outcome: "passed", says: "1.2 GB" },
    ],
    "an instance that vanished": [
      judge(
        memory(1.75, [
          steady(),
          instance(
            sampled(0, 1, 15, () => 1.2e9),
            { instance: "canary-2" },
          ),
        ]),
      ),
      {
        outcome: "inconclusive",
        cause: "partial-coverage",
        says: "The memory of canary-2 is unknown since 2025-10-22 15:00 UTC",
      },
    ],
    "a metric that came an hour late": [
      judge(memory(1.75, [instance(sampled(1, 1.75, 15, () => 1.2e9))])),
      { outcome: "inconclusive", cause: "partial-coverage", says: "known from 2025-10-22 15:00 UTC on only" },
    ],
    "a roll-out time that is none": [
      judge(golden(1.75), { rolledOutAt: "soon" }),
      { outcome: "inconclusive", cause: "no-data", says: "When the canary was rolled out is not known" },
    ],
    "a proven failure stands beside a hole": [
      judge(
        memory(1.75, [one(1.75, (s) => (s > 1800 ? 2e9 : 1.2e9))], {
          coverage: { ...covered(slices), instances: holed },
        }),
      ),
      { outcome: "failed", says: "left its level: 2.0 GB" },
    ],
  }));

describe("the measurements of memory", () => {
  it("are the largest instance, each instance against its level, and the restarts", () => {
    const { measurements } = judge(memory(1.75, [one(1.75, table), one(1.75, () => 1.1e9, { instance: "canary-2" })]));
    expect(
      measurements.map(({ signal, value, unit, limit, comparison }) => [signal, value, unit, limit, comparison]),
    ).to.eql([
      ["memory", 1.3, "GB", null, null],
      ["memory of canary-1 (±25 % of its level)", 1.3, "GB", 1.2, "within"],
      ["memory of canary-2 (±25 % of its level)", 1.1, "GB", 1.1, "within"],
      ["restarts", 0, "restarts", 0, "equal"],
    ]);
    expect(measurements[1]?.window).to.eql({ start: "2025-10-22T14:15:00.000Z", end: "2025-10-22T15:45:00.000Z" });
    expect(measurements[1]?.samples).to.equal(361);
  });

  it("have no value where there are no samples", () => {
    const { measurements } = judge(memory(1.75, []));
    expect(measurements.map(({ signal, value }) => [signal, value])).to.eql([
      ["memory", null],
      ["restarts", null],
    ]);
  });
});
