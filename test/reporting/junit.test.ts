import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import { junitXml } from "../../support/reporting/junit";
import { EACH_OUTCOME, checkOf, runOf } from "./run-results";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  isArray: (name) => name === "testcase",
});

describe("junit.xml", () => {
  test("counts a failed check as failure, an inconclusive and a not-run one as errors, none as skipped", () => {
    const { testsuites } = parser.parse(junitXml(runOf(EACH_OUTCOME)));
    const { tests, failures, errors, skipped, name } = testsuites;
    assert.deepEqual(
      { tests, failures, errors, skipped, name },
      { tests: "4", failures: "1", errors: "2", skipped: "0", name: "canary-runbook preflight: NO-GO" },
    );
  });

  test("says of each check what it is, what is wrong, and how to mend it", () => {
    const { testcase } = parser.parse(junitXml(runOf(EACH_OUTCOME))).testsuites.testsuite;
    assert.equal(testcase[0].failure ?? testcase[0].error, undefined);
    assert.equal(
      testcase[1].failure["#text"],
      "29 passed, expected 30.\nWhere: the checkout\nWhy: A test is broken.\nFix: Mend it.",
    );
    assert.deepEqual([testcase[2].error.type, testcase[2].error.message], ["unreachable", "no answer"]);
    assert.equal(testcase[3].error.type, "not-run");
    assert.equal(testcase[2].name, "D3-I5 Elasticsearch: Elasticsearch");
    assert.equal(testcase[0].time, "1.500");
  });

  test("stays well-formed whatever a system answered", () => {
    const summary = 'a < b && "c" ]]> \u0000\u001b[31m \ud800 🙂';
    const xml = junitXml(runOf([checkOf({ outcome: "failed", summary, scenario: "<script>" })]));
    const { testcase } = parser.parse(xml).testsuites.testsuite;
    assert.equal(testcase[0].name, "D3-T1: <script>");
    assert.equal(testcase[0].failure.message, 'a < b && "c" ]]> ��[31m � 🙂');
    assert.doesNotMatch(xml, /[\u0000-\u0008]/);
  });

  test("of a run without a check has zero tests", () => {
    assert.equal(parser.parse(junitXml(runOf([]))).testsuites.tests, "0");
  });
});
