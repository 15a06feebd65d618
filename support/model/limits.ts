/** A limit of a feature that may be replaced where a recorded run is judged again: the closed list, by name. */
export const LIMITS = {
  "error rate": { unit: "percent", most: 100, form: "0.5 %" },
  P95: { unit: "ms", most: 3_600_000, form: "100 ms" },
  availability: { unit: "percent", most: 100, form: "99.95 %" },
  "canary share": { unit: "percent", most: 100, form: "5 %" },
  "share tolerance": { unit: "percentage points", most: 100, form: "1 percentage point" },
  "memory tolerance": { unit: "percent", most: 1000, form: "25 %" },
  "memory growth": { unit: "percent", most: 1000, form: "5 %" },
  "latency change": { unit: "percent", most: 1000, form: "20 %" },
  "feedback positive": { unit: "percent", most: 100, form: "80 %" },
  "feedback answers": { unit: "answers", most: 1_000_000, form: "100 answers" },
  "incident error rate": { unit: "percent", most: 100, form: "1 %" },
  "diagnosis time": { unit: "ms", most: 3_600_000, form: "300000 ms" },
  "consecutive failures": { unit: "failures", most: 1_000_000, form: "0 failures" },
} as const satisfies Readonly<Record<string, LimitKind>>;

/** Units of limits; of `answers` and `failures` only whole numbers make sense. */
export type LimitUnit = "percent" | "ms" | "percentage points" | "answers" | "failures";

/** What kind of number a limit is: from 0 to `most`, in its unit. */
export interface LimitKind {
  readonly unit: LimitUnit;
  readonly most: number;
  /** How it is written. */
  readonly form: string;
}

/** Name of a limit. */
export type LimitName = keyof typeof LIMITS;

/** Limits to judge by instead of the features', by runbook item; each in the unit of its name. */
export type LimitOverrides = Readonly<Record<string, Readonly<Partial<Record<LimitName, number>>>>>;

/** A limit that a step asked for: what its feature says, and what was used. */
export interface AskedLimit {
  /** The runbook ids of the check. */
  readonly items: readonly string[];
  readonly name: LimitName;
  readonly fromFeature: number;
  readonly used: number;
}

/** The names of all limits. */
export const LIMIT_NAMES: readonly LimitName[] = Object.keys(LIMITS).filter(isLimitName);

/** Whether a word is the name of a limit. */
export function isLimitName(word: string): word is LimitName {
  return Object.hasOwn(LIMITS, word);
}

const UNIT_WORDS: Readonly<Record<LimitUnit, readonly [one: string, many: string]>> = {
  percent: ["%", "%"],
  ms: ["ms", "ms"],
  "percentage points": ["percentage point", "percentage points"],
  answers: ["answer", "answers"],
  failures: ["failure", "failures"],
};

/** A limit as people write it: "0.5 %", "100 ms", "1 percentage point". */
export function limitText(name: LimitName, value: number): string {
  const [one, many] = UNIT_WORDS[LIMITS[name].unit];
  return `${value} ${value === 1 ? one : many}`;
}

/**
 * The limit that takes the place of a feature's; undefined: none does.
 * @throws ContradictingLimitsError where two items of the check are given different ones.
 */
export function overrideOf(
  overrides: LimitOverrides | undefined,
  items: readonly string[],
  name: LimitName,
): number | undefined {
  const given = items.map((item) => overrides?.[item]?.[name]).filter((value) => value !== undefined);
  if (new Set(given).size > 1) throw new ContradictingLimitsError(items, name);
  return given[0];
}

/** Two items of one check are given different limits of the same name: which holds is not for us to choose. */
export class ContradictingLimitsError extends Error {
  override readonly name = "ContradictingLimitsError";
  constructor(
    readonly items: readonly string[],
    readonly limit: LimitName,
  ) {
    super(
      `The items ${items.join(", ")} are served by one check, and are given different limits "${limit}".\n` +
        "Fix: give them the same limit, or give it to one of them only.",
    );
  }
}
