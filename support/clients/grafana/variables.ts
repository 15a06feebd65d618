import type { Variable } from "./dashboard";

const ALL = "$__all";

/** Values by the variables' names. */
export type Values = Readonly<Record<string, string>>;

/**
 * What each variable stands for: what the environment says, or what it was saved with. Grafana's own ones
 * (`$__interval`, `$__rate_interval`, `$__range`) are not among them: its data sources fill them in on the server,
 * with the scrape interval that they are configured with.
 */
export function valuesOf(variables: readonly Variable[], configured: Values): Values {
  const saved = variables.map((one): [string, string] => [one.name, savedValue(one)]);
  return { ...Object.fromEntries(saved), ...configured };
}

/** Several values are alternatives of a regular expression, as Grafana writes them for Prometheus. */
function savedValue({ values, allValue, options }: Variable): string {
  const chosen = values.includes(ALL) ? options.filter((option) => option !== ALL) : values;
  if (values.includes(ALL) && (allValue !== null || chosen.length === 0)) {
    return allValue ?? ".*";
  }
  const [only = ""] = chosen;
  return chosen.length > 1 ? `(${chosen.join("|")})` : only;
}

const REFERENCE = /\$\{(\w+)(?:[:.][^}]*)?\}|\[\[(\w+)(?::\w+)?\]\]|\$(\w+)/g;

/** A text with `$name`, `${name}`, `${name:format}` and `[[name]]` replaced; what is no variable stays ("$1"). */
export function substituted(text: string, values: Values): string {
  return text.replace(REFERENCE, (whole, braced?: string, bracketed?: string, plain?: string) => {
    return values[braced ?? bracketed ?? plain ?? ""] ?? whole;
  });
}

/** The same for every text inside a query. */
export function substitutedModel(
  model: Readonly<Record<string, unknown>>,
  values: Values,
): Readonly<Record<string, unknown>> {
  const replaced = Object.entries(model).map(([name, one]): [string, unknown] => [
    name,
    substitutedDeeply(one, values),
  ]);
  return Object.fromEntries(replaced);
}

function substitutedDeeply(value: unknown, values: Values): unknown {
  if (typeof value === "string") {
    return substituted(value, values);
  }
  if (Array.isArray(value)) {
    return value.map((one) => substitutedDeeply(one, values));
  }
  return isObject(value) ? substitutedModel(value, values) : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
