import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { junitXml } from "../../support/reporting/junit";
import { EACH_OUTCOME, checkOf, runOf } from "./run-results";

const kind = z.object({ type: z.string(), message: z.string(), "#text": z.string() }).optional();
const testCase = z.object({ name: z.string(), time: z.string(), failure: kind, error: kind });
const suites = z.object({
  name: z.string(),
  tests: z.string(),
  failures: z.string(),
  errors: z.string(),
  skipped: z.string(),
  testsuite: z.object({ testcase: z.array(testCase) }).optional(),
});

/** Reads JUnit XML of at most one suite. */
function read(xml: string) {
  const options = { ignoreAttributes: false, attributeNamePrefix: "", isArray: (name: string) => name === "testcase" };
  const { testsuites } = z.object({ testsuites: suites }).parse(new XMLParser(options).parse(xml));
  const { testsuite, ...totals } = testsuites;
  return { totals, cases: testsuite?.testcase ?? [] };
}

describe("junit.xml", () => {
  test("counts a failed check as failure, an inconclusive and a not-run one as errors, none as skipped", () => {
    const name = "canary-runbook preflight: NO-GO";
    const { totals } = read(junitXml(runOf(EACH_OUTCOME)));
    assert.deepEqual(totals, { name, tests: "4", failures: "1", errors: "2", skipped: "0" });
  });

  test("says of each check what it is, what is wrong, and how to mend it", () => {
    const [passed, failed, inconclusive, notRun] = read(junitXml(runOf(EACH_OUTCOME))).cases;
    assert.deepEqual([passed?.failure, passed?.error, passed?.time], [undefined, undefined, "1.500"]);
    assert.equal(
      failed?.failure?.["#text"],
      "29 passed, expected 30.\nWhere: the checkout\nWhy: A test is broken.\nFix: Mend it.",
    );
    assert.equal(inconclusive?.name, "D3-I5 Elasticsearch: Elasticsearch");
    assert.deepEqual([inconclusive.error?.type, inconclusive.error?.message], ["unreachable", "no answer"]);
    assert.equal(notRun?.error?.type, "not-run");
  });

  test("stays well-formed whatever a system answered", () => {
    const summary = 'a < b && "c" ]]> \u0000\u001b[31m \ud800 🙂';
    const xml = junitXml(runOf([checkOf({ outcome: "failed", summary, scenario: "<script>" })]));
    const [only] = read(xml).cases;
    assert.equal(only?.name, "D3-T1: <script>");
    assert.equal(only.failure?.message, 'a < b && "c" ]]> ��[31m � 🙂');
    assert.doesNotMatch(xml, /[\u0000-\u0008]/);
  });

  test("of a run without a check has zero tests", () => {
    assert.equal(read(junitXml(runOf([]))).totals.tests, "0");
  });
});
