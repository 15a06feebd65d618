import { readComparisons, type Comparison, type Operator } from "./filter-syntax";
import { isSeverity, SEVERITIES, type StoredEntry } from "./log-entry";
import { invalidArgument } from "./rpc-status";

type Predicate = (entry: StoredEntry) => boolean;

/**
 * Reads a filter of the supported subset of the Logging query language.
 *
 * A comparison with a payload field or label that an entry does not have fails, `!=` too. Strings are compared
 * without regard to case. cloud.google.com/logging/docs/view/logging-query-language
 *
 * @throws RpcError INVALID_ARGUMENT for what is malformed or outside the subset.
 */
export function readFilter(filter: string): Predicate {
  const predicates = readComparisons(filter).map(compile);
  return (entry) => predicates.every((holds) => holds(entry));
}

function compile(comparison: Comparison): Predicate {
  const [root = "", ...rest] = comparison.path;
  switch (root) {
    case "timestamp":
    case "receiveTimestamp":
      onlyRoot(comparison);
      return compileTime(comparison, root);
    case "severity":
      onlyRoot(comparison);
      return compileSeverity(comparison);
    case "logName":
    case "insertId":
    case "textPayload":
    case "trace":
    case "spanId":
      onlyRoot(comparison);
      return (entry) => compareValue(entry[root] ?? "", comparison);
    case "labels":
    case "jsonPayload":
    case "resource":
      if (rest.length === 0) throw invalidArgument(`Field ${root} cannot be compared as a whole.`, "filter");
      return (entry) => compareValue(valueAt(entry[root], rest), comparison);
    default:
      throw invalidArgument(`Field not found: '${comparison.path.join(".")}'.`, "filter");
  }
}

function onlyRoot({ path }: Comparison): void {
  if (path.length > 1) throw invalidArgument(`Field not found: '${path.join(".")}'.`, "filter");
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((current, key) => {
    const isHolder = typeof current === "object" && current !== null && Object.hasOwn(current, key);
    return isHolder ? Reflect.get(current, key) : undefined;
  }, value);
}

function compileTime({ operator, value }: Comparison, field: "timestamp" | "receiveTimestamp"): Predicate {
  const isTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(value);
  const limit = isTime ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(limit) || operator === ":")
    throw invalidArgument(`Unparseable filter: timestamp ${operator} '${value}' is no comparison of times.`, "filter");
  return (entry) => compareOrder(Date.parse(entry[field]) - limit, operator);
}

function compileSeverity({ operator, value }: Comparison): Predicate {
  const name = value.toUpperCase();
  const limit = isSeverity(name) ? SEVERITIES[name] : /^\d+$/.test(value) ? Number(value) : undefined;
  if (limit === undefined) throw invalidArgument(`Unknown severity '${value}'.`, "filter");
  return ({ severity }) => compareOrder(SEVERITIES[severity] - limit, operator);
}

function compareOrder(difference: number, operator: Operator): boolean {
  switch (operator) {
    case "=":
    case ":":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
  }
}

function compareValue(actual: unknown, { operator, value, isPresence }: Comparison): boolean {
  if (actual === undefined || actual === null) return false;
  if (isPresence) return true;
  if (typeof actual === "number") return compareOrder(actual - Number(value), operator);
  if (typeof actual === "boolean") return compareOrder(String(actual) === value.toLowerCase() ? 0 : 1, operator);
  if (typeof actual !== "string") return false;
  const [left, right] = [actual.toLowerCase(), value.toLowerCase()];
  if (operator === ":") return left.includes(right);
  return compareOrder(left === right ? 0 : left < right ? -1 : 1, operator);
}
