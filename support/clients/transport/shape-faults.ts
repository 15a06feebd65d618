import type { z } from "zod";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Kinds of value, as found or as expected, in plain words. */
const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  null: "null",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
};

/**
 * What is missing or of the wrong kind in an answer, by the faults that its schema found: "the field data.result is
 * missing", "the field total is text, expected is a number". Values of the answer are not repeated, unless by a
 * schema's own words.
 * @param document the answer.
 */
export function shapeFaults(issues: readonly Issue[], document: unknown): readonly string[] {
  return issues.map((issue) => faultOf(issue, issue.path, document));
}

/** @param path the whole one: an issue within alternatives has only the last part of it. */
function faultOf(issue: Issue, path: Path, document: unknown): string {
  const found = valueBelow(document, path);
  const subject = path.length === 0 ? "the answer" : `the field ${path.map(String).join(".")}`;
  if (found === undefined && path.length > 0) return `${subject} is missing`;
  if (issue.code === "invalid_union" && issue.errors.length > 0) return eitherOf(issue.errors, path, document);
  return `${subject} ${predicateOf(issue, found)}`;
}

function predicateOf(issue: Issue, found: unknown): string {
  const otherwise = "is not as expected";
  switch (issue.code) {
    case "invalid_type": {
      const [kind, expected] = [kindOf(found), KINDS[issue.expected]];
      return expected === undefined || expected === kind ? otherwise : `is ${kind}, expected is ${expected}`;
    }
    case "invalid_value":
      return `is not ${listed(issue.values)}`;
    case "invalid_union":
      return "options" in issue && issue.options !== undefined ? `is not ${listed(issue.options)}` : otherwise;
    case "too_small":
      return `is too ${sizeOf(issue.origin, "small", "short")} at least ${issue.minimum}`;
    case "too_big":
      return `is too ${sizeOf(issue.origin, "large", "long")} at most ${issue.maximum}`;
    case "custom":
      return `${otherwise}: ${issue.message}`;
    case "invalid_format":
      return "is text of another form than expected";
    case "unrecognized_keys":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
      return otherwise;
  }
}

/** One fault of each alternative, the first. */
function eitherOf(alternatives: readonly (readonly Issue[])[], path: Path, document: unknown): string {
  const firsts = alternatives.flatMap(([first]) =>
    first === undefined ? [] : [faultOf(first, [...path, ...first.path], document)],
  );
  return [...new Set(firsts)].join(", or ");
}

function sizeOf(origin: string, ofNumbers: string, ofOthers: string): string {
  const isNumber = origin === "number" || origin === "int";
  return isNumber ? `${ofNumbers}, expected is` : `${ofOthers}, expected is a length of`;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(" or ");
}

function kindOf(value: unknown): string {
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return KINDS[kind] ?? kind;
}

function valueBelow(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((holder, key) => {
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, key)) return undefined;
    const found: unknown = Reflect.get(holder, key);
    return found;
  }, document);
}
