import { createCipheriv } from "node:crypto";
import { judgeErrorRate } from "../../support/judgement/error-rate";
import { judgeErrorRateSlices } from "../../support/judgement/error-rate-slices";
import type { Judgement } from "../../support/model/judgement";
import type { ProportionRule } from "../../support/model/proportion-rule";
import { errorCounts, slices } from "../judgement/window-readings";

/**
 * How often the error-rate checks of a whole week are wrong: simulated weeks with a known true error rate, judged by the
 * real judgements at the runbook's checkpoints, the exact rule and the plain comparison. Each week is 72 hours from the
 * roll-out at 14:00, in quarters of an hour; requests follow a day curve from 10,000 per half hour at 15:00 down to 500 at
 * 03:00 (at random, Poisson); errors are Poisson too. "Wandering" is overdispersed: the rate itself drifts around its
 * mean (logarithm AR(1), from quarter to quarter 0.9, standard deviation 0.5), so that some half hours are truly worse.
 * All random numbers come from fixed keys: the same figures each time.
 */
const WEEKS = 1000;
const LIMIT_PERCENT = 0.5;
const QUARTERS_PER_HOUR = 4;
const QUARTERS = 72 * QUARTERS_PER_HOUR;
const DAY_4_QUARTERS = [1, 3, 5, 7];
const DAYS_5_6_HOURS = [18, 22, 26, 42];
const DAY_7_HOURS = 48;
const PERSISTENCE = 0.9;
const LOG_DEVIATION = 0.5;
/** Healthy weeks that may be refused as NO-GO, weeks at the limit that may be GO, and weeks at twice the limit that are not NO-GO. */
const MOST_FALSE_ALARMS = 0.05;
const MOST_FALSE_GO = 0.05;
const MOST_MISSED = 0.01;

const EXACT: ProportionRule = { method: "exact", confidence: 0.95, minimumRequests: 600, looks: 1 };
const PLAIN: ProportionRule = { ...EXACT, method: "plain" };

type Noise = "independent" | "wandering";
type Phase = "day4" | "day5-6" | "day7";

interface Week {
  readonly requests: readonly number[];
  readonly errors: readonly number[];
}

interface Tally {
  readonly percent: number;
  readonly noise: Noise;
  readonly method: ProportionRule["method"];
  readonly noGo: number;
  readonly inconclusive: number;
  /** Weeks in which that phase alone is not GO. */
  readonly byPhase: Readonly<Record<Phase, number>>;
}

/** Uniform random numbers between 0 and 1 (neither of them), from a stream cipher with a key of its own. */
class Dice {
  private readonly cipher;
  private block = Buffer.alloc(0);
  private at = 0;

  constructor(key: number) {
    const seed = Buffer.alloc(16);
    seed.writeUInt32LE(key);
    this.cipher = createCipheriv("aes-128-ctr", seed, Buffer.alloc(16));
  }

  roll(): number {
    if (this.at >= this.block.length) {
      this.block = this.cipher.update(Buffer.alloc(1 << 14));
      this.at = 0;
    }
    this.at += 4;
    return (this.block.readUInt32LE(this.at - 4) + 0.5) / 2 ** 32;
  }

  /** Standard normal (Box and Muller, 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.roll())) * Math.cos(2 * Math.PI * this.roll());
  }

  /** Poisson: by multiplication in parts of at most 30; from 200 on by the normal distribution. */
  poisson(mean: number): number {
    if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    let count = 0;
    for (let rest = mean; rest > 0; rest -= 30) {
      const least = Math.exp(-Math.min(rest, 30));
      for (let product = this.roll(); product > least; product *= this.roll()) count += 1;
    }
    return count;
  }
}

function simulate(percent: number, noise: Noise, dice: Dice): Week {
  const [requests, errors]: [number[], number[]] = [[], []];
  let wander = dice.normal();
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const hour = 14 + (quarter + 0.5) / QUARTERS_PER_HOUR;
    const day = (1 + Math.cos((2 * Math.PI * (hour - 15)) / 24)) / 2;
    const count = dice.poisson((500 + 9500 * day) / 2);
    wander = PERSISTENCE * wander + Math.sqrt(1 - PERSISTENCE ** 2) * dice.normal();
    const factor = noise === "wandering" ? Math.exp(LOG_DEVIATION * wander - LOG_DEVIATION ** 2 / 2) : 1;
    requests.push(count);
    errors.push(Math.min(count, dice.poisson((count * percent * factor) / 100)));
  }
  return { requests, errors };
}

/** The counts of some quarters, joined to slices of `length` quarters. */
function counts(week: Week, from: number, to: number, length: number) {
  const joined = (values: readonly number[]) =>
    Array.from({ length: (to - from) / length }, (_, slice) =>
      values.slice(from + slice * length, from + (slice + 1) * length).reduce((sum, value) => sum + value, 0),
    );
  const [errors, requests] = [joined(week.errors), joined(week.requests)];
  return errorCounts(errors, requests, { slices: slices(errors.length, 15 * length) });
}

/** All judgements of a week, by phase: as the features ask for them. */
function judgeWeek(week: Week, rule: ProportionRule): Readonly<Record<Phase, readonly Judgement[]>> {
  const whole = (from: number, to: number, looks: number) =>
    judgeErrorRate(counts(week, from, to, to - from), LIMIT_PERCENT, { ...rule, looks });
  const day4 = DAY_4_QUARTERS.flatMap((at, index) => [
    whole(DAY_4_QUARTERS[index - 1] ?? 0, at, DAY_4_QUARTERS.length),
    whole(0, at, DAY_4_QUARTERS.length),
  ]);
  const checkpoints = DAYS_5_6_HOURS.map((hours) => hours * QUARTERS_PER_HOUR);
  const days5to6 = checkpoints.flatMap((at, index) => [
    whole(checkpoints[index - 1] ?? DAY_4_QUARTERS.at(-1) ?? 0, at, checkpoints.length),
    whole(0, at, checkpoints.length),
    judgeErrorRateSlices(counts(week, 0, at, 2), LIMIT_PERCENT, { ...rule, looks: checkpoints.length }),
  ]);
  return { day4, "day5-6": days5to6, day7: [whole(QUARTERS - DAY_7_HOURS * QUARTERS_PER_HOUR, QUARTERS, 1)] };
}

function play(percent: number, noise: Noise, rule: ProportionRule): Tally {
  const dice = new Dice(Math.round(percent * 1000) + (noise === "wandering" ? 1_000_000 : 0));
  const byPhase = { day4: 0, "day5-6": 0, day7: 0 };
  let [noGo, inconclusive] = [0, 0];
  for (let index = 0; index < WEEKS; index += 1) {
    const phases = judgeWeek(simulate(percent, noise, dice), rule);
    const outcomes = Object.values(phases).flatMap((judgements) => judgements.map(({ outcome }) => outcome));
    if (outcomes.includes("failed")) noGo += 1;
    else if (outcomes.includes("inconclusive")) inconclusive += 1;
    for (const phase of ["day4", "day5-6", "day7"] as const)
      if (phases[phase].some(({ outcome }) => outcome !== "passed")) byPhase[phase] += 1;
  }
  return { percent, noise, method: rule.method, noGo, inconclusive, byPhase };
}

function shareText(count: number): string {
  return `${((100 * count) / WEEKS).toFixed(1)} %`.padStart(9);
}

function rowText({ percent, noise, method, noGo, inconclusive, byPhase }: Tally): string {
  const phases = Object.values(byPhase).map(shareText).join("");
  const name = `${percent.toFixed(2)} %  ${noise.padEnd(12)} ${method.padEnd(6)}`;
  return `${name}${shareText(WEEKS - noGo - inconclusive)}${shareText(noGo)}${shareText(inconclusive)}   ${phases}\n`;
}

/** Prints the table, and whether the exact rule keeps its promises. */
function main(): void {
  const begin = performance.now();
  process.stdout.write(`${WEEKS} weeks each; limit ${LIMIT_PERCENT} %; the last three columns: not GO in that phase\n`);
  process.stdout.write("true    noise        rule         GO    NO-GO   INCONCL.      day4   day5-6     day7\n");
  const tallies: Tally[] = [];
  for (const rule of [EXACT, PLAIN])
    for (const percent of [0.05, 0.3, 0.5, 1])
      for (const noise of ["independent", "wandering"] as const) {
        const tally = play(percent, noise, rule);
        tallies.push(tally);
        process.stdout.write(rowText(tally));
      }
  process.stdout.write(`in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
  process.stdout.write("Wandering at 0.30 %: some half hours are truly above the limit, so NO-GO is right there.\n");
  const kept = tallies.filter(({ method }) => method === "exact").every(isKept);
  process.stdout.write(
    `goals of the exact rule: at 0.05 % at most ${100 * MOST_FALSE_ALARMS} % NO-GO, at 0.5 % at most ${100 * MOST_FALSE_GO} % GO, ` +
      `at 1 % at most ${100 * MOST_MISSED} % anything but NO-GO: ${kept ? "kept" : "missed"}\n`,
  );
  if (!kept) process.exitCode = 1;
}

function isKept({ percent, noGo, inconclusive }: Tally): boolean {
  const go = WEEKS - noGo - inconclusive;
  if (percent < 0.1) return noGo <= MOST_FALSE_ALARMS * WEEKS;
  if (percent === LIMIT_PERCENT) return go <= MOST_FALSE_GO * WEEKS;
  return percent < LIMIT_PERCENT || WEEKS - noGo <= MOST_MISSED * WEEKS;
}

main();
