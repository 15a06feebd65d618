import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import type { TestCounts, TestRun } from "../../model/readings/test-run";

/** A JUnit report as its tests, or why it cannot be relied on. */
export type JUnitReport =
  | { readonly kind: "tests"; readonly tests: NonNullable<TestRun["report"]> }
  | { readonly kind: "unreadable"; readonly why: string };

/** The whole of it stays in the evidence, in characters. */
const LONGEST_MESSAGE = 1_000;
const REPEATED = new Set(["testsuite", "testcase", "failure", "error", "skipped"]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  textNodeName: "#text",
  // Also the numeric ones: pytest writes a message's line ends so.
  htmlEntities: true,
  parseAttributeValue: false,
  parseTagValue: false,
  alwaysCreateTextNode: true,
  isArray: (name) => REPEATED.has(name),
});

const count = z.string().regex(/^\d+$/).transform(Number);
const finding = z.object({ "@message": z.string().optional(), "#text": z.string().optional() });
const testCase = z.object({
  "@name": z.string(),
  "@classname": z.string().optional(),
  failure: z.array(finding).optional(),
  error: z.array(finding).optional(),
  skipped: z.array(z.unknown()).optional(),
});
const testSuite = z.object({
  "@tests": count,
  "@failures": count.optional(),
  "@errors": count.optional(),
  "@skipped": count.optional(),
  testcase: z.array(testCase).optional(),
  get testsuite() {
    return z.array(testSuite).optional();
  },
});
const rootElements = z.union([
  z.object({ testsuites: z.object({ testsuite: z.array(testSuite).min(1) }) }),
  z.object({ testsuite: z.array(testSuite).min(1) }),
]);

type TestCase = z.infer<typeof testCase>;
type Suite = z.infer<typeof testSuite>;

/**
 * Reads JUnit XML: well-formed, of a known shape, and whole, which means that the tests it lists are as many as it
 * says itself. A test whose set-up, tear-down or collection went wrong counts as an error.
 */
export function readJUnitReport(xml: string): JUnitReport {
  const validity = XMLValidator.validate(xml);
  if (validity !== true)
    return { kind: "unreadable", why: `it is no XML: ${validity.err.msg} (line ${validity.err.line})` };
  const parsed = rootElements.safeParse(parseOrNothing(xml));
  if (!parsed.success) return { kind: "unreadable", why: "it has no test suite with a count of its tests" };
  const roots = "testsuites" in parsed.data ? parsed.data.testsuites.testsuite : parsed.data.testsuite;
  const suites = roots.flatMap(withInnerSuites);
  const contradiction = suites.map(contradictionIn).find((found) => found !== undefined);
  if (contradiction !== undefined) return { kind: "unreadable", why: contradiction };
  const cases = suites.flatMap(({ testcase = [] }) => testcase);
  return { kind: "tests", tests: { counts: countsOf(cases), failures: cases.filter(isBad).map(failureOf) } };
}

function parseOrNothing(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch {
    return undefined; // Well-formed, but beyond the parser's limits on entities or depth.
  }
}

function withInnerSuites(suite: Suite): readonly Suite[] {
  return [suite, ...(suite.testsuite ?? []).flatMap(withInnerSuites)];
}

function countsOf(cases: readonly TestCase[]): TestCounts {
  return {
    passed: cases.filter((one) => !isBad(one) && one.skipped === undefined).length,
    failed: cases.filter((one) => one.failure !== undefined).length,
    errors: cases.filter((one) => one.error !== undefined).length,
    skipped: cases.filter((one) => one.skipped !== undefined).length,
  };
}

/** Where a suite's own totals and the tests that it lists disagree: what was written of it is not the whole. */
function contradictionIn(suite: Suite): string | undefined {
  if (suite.testsuite !== undefined && suite.testcase === undefined) return undefined;
  const listed = countsOf(suite.testcase ?? []);
  const total = suite.testcase?.length ?? 0;
  const pairs = [
    ["failures", suite["@failures"], listed.failed],
    ["errors", suite["@errors"], listed.errors],
    ["skipped", suite["@skipped"], listed.skipped],
    // A test that passes and then errs while it is torn down is listed once, but counted twice by pytest.
    ["tests", listed.errors === 0 ? suite["@tests"] : undefined, total],
  ] as const;
  const wrong = pairs.find(([, said, found]) => said !== undefined && said !== found);
  return wrong === undefined ? undefined : `it says ${wrong[0]}="${wrong[1]}", but lists ${wrong[2]}`;
}

function isBad({ failure, error }: TestCase): boolean {
  return failure !== undefined || error !== undefined;
}

function failureOf(test: TestCase): { readonly name: string; readonly message: string } {
  const [first] = [...(test.failure ?? []), ...(test.error ?? [])];
  const message = first?.["@message"] ?? first?.["#text"]?.trim() ?? "";
  const { "@classname": group = "", "@name": name } = test;
  return { name: group === "" ? name : `${group}.${name}`, message: message.slice(0, LONGEST_MESSAGE) };
}
