import type { z } from "zod";
import { guideTo } from "./field-guide";
import { nearestWord } from "./nearest";
import { faultTextOf } from "./schema/context";
import type { DataPath, PlacedFault } from "./yaml-source";

type Issue = z.core.$ZodIssue;
type Words = Pick<PlacedFault, "what" | "fix">;

/** The schema's issues as faults that a person can act on; no value of the file is repeated that might be a secret. */
export function faultsOfIssues(issues: readonly Issue[], data: unknown): PlacedFault[] {
  return issues.flatMap((issue) => faultsOfIssue(issue, data));
}

/** A place as people write it: "logStores[0].index". */
export function formatPath(path: DataPath): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`))
    .join("");
}

function faultsOfIssue(issue: Issue, data: unknown): PlacedFault[] {
  if (issue.code === "unrecognized_keys") {
    const { keys } = guideTo(issue.path, data);
    return issue.keys.map((key) => ({ path: [...issue.path, key], at: "key", ...unknownKey(key, keys, issue.path) }));
  }
  return [{ path: issue.path, at: "value", ...wordsOf(issue, data) }];
}

function unknownKey(key: string, known: readonly string[], path: DataPath): Words {
  const place = path.length === 0 ? "an environment" : `"${formatPath(path)}"`;
  if (known.includes(`${key}From`)) {
    return {
      what: `"${key}" would hold a secret, and a secret is never written in the file`,
      fix: `put it into an environment variable and write: ${key}From: NAME_OF_THE_VARIABLE`,
    };
  }
  const nearest = nearestWord(key, known);
  return {
    what: `${place} has no field "${key}"`,
    fix: nearest === undefined ? `take it out; there are: ${known.join(", ")}` : `did you mean "${nearest}"?`,
  };
}

function wordsOf(issue: Issue, data: unknown): Words {
  const name = issue.path.length === 0 ? "the file" : `"${formatPath(issue.path)}"`;
  const description = guideTo(issue.path, data).description ?? "see environments/environment.schema.json";
  switch (issue.code) {
    case "invalid_type":
      return wrongType(name, issue, valueAt(data, issue.path), description);
    case "too_small":
      return { what: `${name} ${sizeOf(issue, valueAt(data, issue.path))}`, fix: description };
    case "too_big":
      return { what: `${name} ${sizeOf(issue, valueAt(data, issue.path))}`, fix: description };
    case "invalid_value":
      return notListed(name, issue.values.map(String), valueAt(data, issue.path));
    case "invalid_union":
      return notListed(name, "options" in issue ? (issue.options ?? []).map(String) : [], valueAt(data, issue.path));
    case "custom":
      return faultTextOf(issue.params) ?? { what: issue.message, fix: description };
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
    case "unrecognized_keys":
      return { what: `${name} has not the form that it must have`, fix: description };
  }
}

function wrongType(name: string, issue: z.core.$ZodIssueInvalidType, value: unknown, description: string): Words {
  if (value === undefined) return { what: `${name} is missing`, fix: `add it: ${description}` };
  const expected = typeName(issue.expected);
  const isQuotable = issue.expected === "string" && (typeof value === "number" || typeof value === "boolean");
  return {
    what: `${name} must be ${expected}, and is ${value === null ? "empty" : typeName(Array.isArray(value) ? "array" : typeof value)}`,
    fix: isQuotable ? "write it in quotes, so that YAML reads it as text" : description,
  };
}

function typeName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "a group of fields",
    record: "a group of fields",
  };
  return names[type] ?? type;
}

function sizeOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const [bound, word] = issue.code === "too_small" ? [issue.minimum, "least"] : [issue.maximum, "most"];
  if (typeof value === "number") {
    const edge = issue.code === "too_small" ? "above" : "below";
    return `is ${value}, and must be ${issue.inclusive === false ? edge : `at ${word}`} ${bound}`;
  }
  if (Array.isArray(value) && value.length > 0) return `has ${value.length} entries, and must have at ${word} ${bound}`;
  return "is empty";
}

function notListed(name: string, options: readonly string[], value: unknown): Words {
  const list = `${options.length === 1 ? "there is only" : "there are"}: ${options.join(", ")}`;
  if (value === undefined) return { what: `${name} is missing`, fix: list };
  const nearest = typeof value === "string" ? nearestWord(value, options) : undefined;
  return {
    what: `${name} does not know ${JSON.stringify(value)?.slice(0, 40) ?? "this"}`,
    fix: nearest === undefined ? list : `did you mean "${nearest}"? ${list}`,
  };
}

function valueAt(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    data,
  );
}
