import { parse, stringify } from "yaml";
import { z } from "zod";

const rules = z.looseObject({
  groups: z.array(
    z.looseObject({
      rules: z.array(z.looseObject({ expr: z.string(), for: z.string().optional() })),
    }),
  ),
});

/**
 * Production's time ranges and holding times, and what they are in the rehearsal, where a scrape comes every second.
 * The hour stays one: it is the memory's, whose trend no few seconds can show.
 */
const REHEARSAL_TIMES: Readonly<Record<string, string>> = { "1m": "1s", "5m": "15s", "15m": "30s", "1h": "1h" };

/**
 * The same alert rules with short times, so that an alert comes within seconds.
 * @throws Error for a time that has no short form: a rule at production's speed would never fire in a rehearsal.
 */
export function atRehearsalSpeed(rulesYaml: string): string {
  const file = rules.parse(parse(rulesYaml));
  const groups = file.groups.map((group) => ({ ...group, rules: group.rules.map(shortened) }));
  return stringify({ ...file, groups }, { lineWidth: 0 });
}

function shortened(rule: { expr: string; for?: string | undefined }): object {
  const expr = rule.expr
    .replace(/\[(\w+)\]/g, (_range, time: string) => `[${shortTime(time)}]`)
    .replace(/\boffset (\w+)/g, (_offset, time: string) => `offset ${shortTime(time)}`);
  return rule.for === undefined ? { ...rule, expr } : { ...rule, expr, for: shortTime(rule.for) };
}

function shortTime(time: string): string {
  const short = REHEARSAL_TIMES[time];
  if (short === undefined)
    throw new Error(`The alert rules use the time ${time}; give its short form in REHEARSAL_TIMES.`);
  return short;
}
