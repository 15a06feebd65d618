import { z } from "zod";

const matcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  /** Absent before Alertmanager 0.22, where every matcher asked for equality. */
  isEqual: z.boolean().default(true),
});

/** One condition of a silence on one label. */
export type Matcher = z.infer<typeof matcher>;

/** One silence as the API gives it. Source: Alertmanager API v2, `gettableSilence`. */
export const silence = z.object({
  id: z.string(),
  createdBy: z.string(),
  comment: z.string(),
  endsAt: z.string(),
  matchers: z.array(matcher),
  status: z.object({ state: z.enum(["active", "pending", "expired"]) }),
});

/** The labels of an alert as far as they are known before it fires. */
export type KnownLabels = Readonly<Record<string, string>>;

/** Matchers as amtool prints them: `{alertname="CanaryDown", severity=~"crit.*"}`. */
export function matchersText(matchers: readonly Matcher[]): string {
  const conditions = matchers.map(({ name, value, isRegex, isEqual }) => {
    const operator = isRegex ? (isEqual ? "=~" : "!~") : isEqual ? "=" : "!=";
    return `${name}${operator}${JSON.stringify(value)}`;
  });
  return `{${conditions.join(", ")}}`;
}

/**
 * Whether a silence hides an alert, as far as its labels are known: a matcher on a label that is not known
 * speaks for hiding, because nothing contradicts it. Give a label as "" to say that the alert has it not.
 */
export function mayHide(matchers: readonly Matcher[], known: KnownLabels): boolean {
  return matchers.every((one) => {
    const value = known[one.name];
    return value === undefined || holds(one, value);
  });
}

/** Whether a matcher holds for a label's value; "" is a label that the alert has not. */
export function holds({ value: wanted, isRegex, isEqual }: Matcher, value: string): boolean {
  if (!isRegex) {
    return (wanted === value) === isEqual;
  }
  const pattern = anchored(wanted);
  return pattern === null || pattern.test(value) === isEqual;
}

/** Alertmanager anchors at both ends; null for what only its own regular expressions can say. */
function anchored(pattern: string): RegExp | null {
  const isCaseBlind = pattern.startsWith("(?i)");
  try {
    return new RegExp(`^(?:${isCaseBlind ? pattern.slice("(?i)".length) : pattern})$`, isCaseBlind ? "i" : "");
  } catch {
    return null;
  }
}
