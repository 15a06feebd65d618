import type { Cause } from "../model/outcome";
import type { RollbackSigns } from "../model/readings/canary-metrics";
import type { Slices } from "../model/slices";
import { counterHoles, sliceText } from "./counter-holes";
import type { CounterTotals } from "./counter-totals";
import { faultOfCoverage } from "./coverage";
import { counted, duration, figure, moment } from "./figures";
import { listed } from "./judged";
import type { Fault } from "./precedence";

/** So much of the weight's samples may be missing: one, or one in a hundred. */
const MISSING_SHARE = 0.01;

/** The slices of the signs: the window, cut into as many equal ones as the counter and its coverage have. */
export function slicesOf({ window, rollbacks, coverage }: RollbackSigns): Slices {
  const lengths = [
    ...rollbacks.series.map(({ increases }) => increases.length),
    ...[coverage.canary, coverage.legacy].flatMap(({ instances }) => instances.map(({ scrapes }) => scrapes.length)),
  ];
  const count = lengths.reduce((a, b) => Math.max(a, b), 1);
  const [start, end] = [Date.parse(window.start) / 1000, Date.parse(window.end) / 1000];
  return { edges: Array.from({ length: count + 1 }, (_, index) => start + ((end - start) * index) / count) };
}

/** What takes away "not rolled back": an unknown counter, unknown weights, or times at which nobody looked. */
export function rollbackDoubts(
  signs: RollbackSigns,
  totals: CounterTotals,
  weightTimes: readonly number[],
): readonly Fault[] {
  const slices = slicesOf(signs);
  // A fresh track must not hide one that is not scraped any more.
  const holes = (["canary", "legacy"] as const).flatMap(
    (track) => faultOfCoverage({ where: signs.where, track, coverage: signs.coverage[track], slices }) ?? [],
  );
  return [...holes, ...counterDoubts(signs, totals, slices), ...weightDoubts(signs, weightTimes)];
}

function counterDoubts(signs: RollbackSigns, totals: CounterTotals, slices: Slices): readonly Fault[] {
  const { rollbacks } = signs;
  const says = (cause: Cause, what: string, why: string) =>
    doubt(
      signs,
      cause,
      what,
      why,
      `Check the rollback counter's selector in the environment file. Query: ${rollbacks.query}`,
    );
  if (totals.unreadable.length > 0)
    return [
      says(
        "no-data",
        `The counter of rollbacks gives no counts: ${listed(totals.unreadable)}.`,
        "The metric at its source is no counter.",
      ),
    ];
  if (totals.whole === null)
    return [
      says(
        "no-data",
        "There is no counter of rollbacks, so whether one was triggered is not known.",
        "The metric is named otherwise, or the service exports it only after the first rollback.",
      ),
    ];
  const holes = counterHoles(rollbacks, slices);
  if (holes.length === 0) return [];
  const times = listed(holes.map((slice) => sliceText(slices, slice)));
  return [
    says(
      "partial-coverage",
      `The counter of rollbacks has no samples in ${counted(holes.length, "slice")} of the window: ${times}.`,
      "The service was scraped then, but did not export the counter.",
    ),
  ];
}

function weightDoubts(signs: RollbackSigns, times: readonly number[]): readonly Fault[] {
  const { canaryWeights } = signs;
  const silent = canaryWeights.filter(({ samples }) => samples.length === 0).map(({ server }) => server);
  if (canaryWeights.length === 0 || silent.length > 0)
    return [
      weightDoubt(
        signs,
        "no-data",
        `The canary's weights in the load balancer are not known${silent.length > 0 ? ` for ${listed(silent)}` : ""}.`,
        "The weights' metric has no series of the canary's servers.",
      ),
    ];
  const odd = canaryWeights
    .flatMap(({ samples }) => samples)
    .filter(({ value }) => !(Number.isFinite(value) && value >= 0));
  if (odd.length > 0)
    return [
      weightDoubt(
        signs,
        "no-data",
        `${counted(odd.length, "sample")} of the canary's weight in the load balancer are no weights.`,
        "The metric's values are no numbers, or are below zero.",
      ),
    ];
  return weightGaps(signs, times);
}

function weightGaps(signs: RollbackSigns, times: readonly number[]): readonly Fault[] {
  const step = signs.weightStepSeconds;
  const [start, end] = [Date.parse(signs.window.start) / 1000, Date.parse(signs.window.end) / 1000];
  const expected = Math.floor((end - start) / step + 1e-6);
  const newest = times.reduce((a, b) => Math.max(a, b), start);
  if (!(end - newest <= 2 * step + 1))
    return [
      weightDoubt(
        signs,
        "stale",
        `The canary's newest weight is from ${moment(newest)}, ${duration(end - newest)} before the window's end.`,
        "The load balancer's metrics are not scraped any more.",
      ),
    ];
  if (expected - times.length <= Math.max(1, MISSING_SHARE * expected)) return [];
  return [
    weightDoubt(
      signs,
      "partial-coverage",
      `The canary's weight was seen ${figure(times.length)} times in the window; one every ${step} s makes ${figure(expected)}.`,
      "The load balancer's metrics were not scraped all the time.",
    ),
  ];
}

function weightDoubt(signs: RollbackSigns, cause: Cause, what: string, why: string): Fault {
  const fix = `Check metrics.balancer.weight and the canary's servers in the environment file. Query: ${signs.weightQuery}`;
  return doubt(signs, cause, what, why, fix);
}

function doubt({ where }: RollbackSigns, cause: Cause, what: string, why: string, fix: string): Fault {
  return { cause, problem: { what, where, why, fix } };
}
