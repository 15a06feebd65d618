import { messageOf } from "../errors";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { OUTCOMES, type Outcome } from "../model/outcome";
import type { Counts } from "../model/run-result";
import { ALLURE_RESULTS, ALLURE_STATUS, OUTCOME_LABEL } from "./allure";
import { ALLURE_REPORT } from "./allure-report";
import { checkIds } from "./check-ids";
import { CHECK_PROPERTY, JUNIT_FILE, OUTCOME_PROPERTY } from "./junit";
import { VERDICT_FILE } from "./verdict-file";

/**
 * Reads verdict.json, junit.xml, the Allure results and the finished Allure page of a run from disk and compares their
 * totals and the outcome of every check.
 * @param hasPage whether the Allure page was generated.
 * @returns each difference as a sentence; empty where all of them agree.
 */
export async function reconcile(runFolder: string, hasPage: boolean): Promise<string[]> {
  try {
    return await differences(runFolder, hasPage);
  } catch (error) {
    return [`The reports cannot be compared: ${messageOf(error)}`];
  }
}

async function differences(runFolder: string, hasPage: boolean): Promise<string[]> {
  const verdict = await readVerdict(runFolder);
  const junit = await readJunit(runFolder);
  const allure = await readAllure(runFolder);
  return [
    ...compareOutcomes(VERDICT_FILE, verdict.outcomes, JUNIT_FILE, junit.outcomes),
    ...compareOutcomes(VERDICT_FILE, verdict.outcomes, ALLURE_RESULTS, allure.outcomes),
    ...compareTotals("verdict.json's own counts", verdict.totals, "its checks", totalsOf(verdict.outcomes)),
    ...compareTotals(VERDICT_FILE, verdict.totals, JUNIT_FILE, junit.totals),
    ...compareTotals(VERDICT_FILE, verdict.totals, ALLURE_RESULTS, allure.totals),
    ...(hasPage ? compareTotals(VERDICT_FILE, verdict.totals, ALLURE_REPORT, await readPage(runFolder)) : []),
  ];
}

/** The totals that every report can state: inconclusive and not-run are one number in JUnit and in Allure. */
interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly undecided: number;
  readonly total: number;
}

/** Outcome of each check by its id; a check that a report has twice is in the list twice. */
type Outcomes = readonly (readonly [id: string, outcome: string])[];

interface Read {
  readonly outcomes: Outcomes;
  readonly totals: Totals;
}

function compareOutcomes(oneName: string, one: Outcomes, otherName: string, other: Outcomes): string[] {
  const asText = (outcomes: Outcomes): string[] => outcomes.map(([id, outcome]) => `${id}: ${outcome}`).sort();
  const [inOne, inOther] = [asText(one), asText(other)];
  return [
    ...without(inOne, inOther).map((entry) => `${oneName} has "${entry}", ${otherName} has not.`),
    ...without(inOther, inOne).map((entry) => `${otherName} has "${entry}", ${oneName} has not.`),
  ];
}

/** The entries that `other` has fewer times. */
function without(entries: readonly string[], other: readonly string[]): string[] {
  const rest = [...other];
  return entries.filter((entry) => {
    const index = rest.indexOf(entry);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

function compareTotals(oneName: string, one: Totals, otherName: string, other: Totals): string[] {
  const fields = ["passed", "failed", "undecided", "total"] as const;
  return fields
    .filter((field) => one[field] !== other[field])
    .map((field) => `${field}: ${oneName} says ${one[field]}, ${otherName} says ${other[field]}.`);
}

function totalsOf(outcomes: Outcomes): Totals {
  const count = (...words: Outcome[]): number =>
    outcomes.filter(([, outcome]) => words.some((word) => word === outcome)).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    undecided: count("inconclusive", "not-run"),
    total: outcomes.length,
  };
}

const number = z.coerce.number().int().nonnegative();
const counts: z.ZodType<Counts> = z.object({ passed: number, failed: number, inconclusive: number, notRun: number });
const verdictFile = z.object({
  counts,
  checks: z.array(z.object({ items: z.array(z.string()), scenario: z.string(), outcome: z.enum(OUTCOMES) })),
});

async function readVerdict(runFolder: string): Promise<Read> {
  const { counts: own, checks } = verdictFile.parse(await readJson(path.join(runFolder, VERDICT_FILE)));
  const ids = checkIds(checks);
  const undecided = own.inconclusive + own.notRun;
  return {
    outcomes: checks.map(({ outcome }, index) => [ids[index] ?? "", outcome]),
    totals: { passed: own.passed, failed: own.failed, undecided, total: own.passed + own.failed + undecided },
  };
}

const list = <T>(schema: z.ZodType<T>): z.ZodType<T[]> => z.union([z.array(schema), schema.transform((one) => [one])]);
const property = z.object({ name: z.string(), value: z.string() });
const testCase = z.object({
  properties: z.object({ property: list(property) }),
  failure: z.unknown().optional(),
  error: z.unknown().optional(),
});
const suite = z.object({ testcase: list(testCase) });
const junitFile = z.object({
  testsuites: z.object({
    tests: number,
    failures: number,
    errors: number,
    skipped: number,
    testsuite: list(suite).optional(),
  }),
});

async function readJunit(runFolder: string): Promise<Read> {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseAttributeValue: false,
    parseTagValue: false,
  });
  const xml = await readFile(path.join(runFolder, JUNIT_FILE), "utf8");
  const { tests, failures, errors, skipped, testsuite = [] } = junitFile.parse(parser.parse(xml)).testsuites;
  const outcomes = testsuite.flatMap(({ testcase }) =>
    testcase.map(({ properties, failure, error }): [string, string] => {
      const said = valueOf(properties.property, OUTCOME_PROPERTY);
      const shown = failure !== undefined ? "failed" : error === undefined ? "passed" : "undecided";
      return [valueOf(properties.property, CHECK_PROPERTY), agreed(said, shown)];
    }),
  );
  return {
    outcomes,
    totals: { passed: tests - failures - errors - skipped, failed: failures, undecided: errors, total: tests },
  };
}

function valueOf(properties: readonly z.infer<typeof property>[], name: string): string {
  return properties.find((one) => one.name === name)?.value ?? `no ${name}`;
}

/** What a report says and what it shows must be the same. */
function agreed(said: string, shown: string): string {
  const [expected] = OUTCOMES.filter((outcome) => outcome === said).map((outcome) =>
    outcome === "passed" || outcome === "failed" ? outcome : "undecided",
  );
  return expected === shown ? said : `${said}, shown as ${shown}`;
}

const allureResult = z.object({
  testCaseId: z.string(),
  status: z.string(),
  labels: z.array(z.object({ name: z.string(), value: z.string() })),
});

async function readAllure(runFolder: string): Promise<Read> {
  const folder = path.join(runFolder, ALLURE_RESULTS);
  const names = (await readdir(folder)).filter((name) => name.endsWith("-result.json"));
  const results = await Promise.all(
    names.map(async (name) => allureResult.parse(await readJson(path.join(folder, name)))),
  );
  const outcomes = results.map(({ testCaseId, status, labels }): [string, string] => {
    const said = valueOf(labels, OUTCOME_LABEL);
    const [expected] = OUTCOMES.filter((outcome) => outcome === said).map((outcome): string => ALLURE_STATUS[outcome]);
    return [testCaseId, expected === status ? said : `${said}, shown as ${status}`];
  });
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  return {
    outcomes,
    totals: { passed: count("passed"), failed: count("failed"), undecided: count("broken"), total: results.length },
  };
}

const summary = z.object({ statistic: z.object({ passed: number, failed: number, broken: number, total: number }) });

/** The page counts tests after folding retries into one: what it shows is what its readers believe. */
async function readPage(runFolder: string): Promise<Totals> {
  const page = await readFile(path.join(runFolder, ALLURE_REPORT), "utf8");
  const [, encoded = ""] = /d\(\s*['"]widgets\/summary\.json['"]\s*,\s*['"]([A-Za-z0-9+/=]*)['"]/.exec(page) ?? [];
  const { statistic } = summary.parse(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  return { passed: statistic.passed, failed: statistic.failed, undecided: statistic.broken, total: statistic.total };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}
