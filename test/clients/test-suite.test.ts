import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, test } from "node:test";
import { createTestSuite, type TestSuiteOptions } from "../../support/clients/test-suite";
import type { TestRun } from "../../support/model/readings/test-run";
import { inFolder } from "./temporary-folder";
import { createTestContext, type TestContext } from "./test-context";

const PYTEST = ["/usr/bin/python3", "-m", "pytest", "-p", "no:cacheprovider", "--junitxml={report}", "."];
const GOOD = "def test_one(): pass\ndef test_two(): assert 1 + 1 == 2\n";

interface Ran extends TestContext {
  readonly reading: TestRun;
}

async function runSuite(files: Record<string, string>, about: Partial<TestSuiteOptions> = {}): Promise<Ran> {
  return inFolder(files, async (folder) => {
    const test = createTestContext();
    const environment = { PYTHONDONTWRITEBYTECODE: "1" };
    const usual = { title: "unit tests", run: PYTEST, folder, environment, timeoutMs: 20_000, graceMs: 200 };
    const reading = await createTestSuite({ ...usual, ...about }, test.context).run();
    return { ...test, reading };
  });
}

describe("A test suite, by pytest itself", () => {
  test("all pass", async () => {
    const { reading, evidence } = await runSuite({ "test_good.py": GOOD });
    assert.equal(reading.end.exitCode, 0);
    assert.deepEqual(reading.report, { counts: { passed: 2, failed: 0, errors: 0, skipped: 0 }, failures: [] });
    assert.equal(reading.reportProblem, null);
    assert.deepEqual(
      evidence.map(({ title, mediaType }) => `${title} (${mediaType})`),
      ["Output of the unit tests (text/plain)", "JUnit report of the unit tests (application/xml)"],
    );
  });

  test("unit-test-fails: the test and its message are named", async () => {
    const bad = `${GOOD}def test_three(): assert "a < b & \\"c\\"" == "d"\n`;
    const { reading } = await runSuite({ "test_bad.py": bad });
    assert.equal(reading.end.exitCode, 1);
    assert.deepEqual(reading.report?.counts, { passed: 2, failed: 1, errors: 0, skipped: 0 });
    const [failure] = reading.report?.failures ?? [];
    assert.equal(failure?.name, "test_bad.test_three");
    assert.match(failure?.message ?? "", /^assert 'a < b & "c"' == 'd'\n {2}- d\n {2}\+ a < b/);
  });

  test("unit-test-skipped: skipped tests and expected failures are counted as skipped", async () => {
    const skips = `import pytest\n${GOOD}@pytest.mark.skip\ndef test_three(): pass\n@pytest.mark.xfail\ndef test_four(): assert False\n`;
    const { reading } = await runSuite({ "test_skip.py": skips });
    assert.equal(reading.end.exitCode, 0);
    assert.deepEqual(reading.report?.counts, { passed: 2, failed: 0, errors: 0, skipped: 2 });
  });

  test("unit-tests-missing: nothing is collected, exit code 5", async () => {
    const { reading } = await runSuite({});
    assert.equal(reading.end.exitCode, 5);
    assert.deepEqual(reading.report?.counts, { passed: 0, failed: 0, errors: 0, skipped: 0 });
  });

  test("a file that cannot be collected is an error", async () => {
    const { reading } = await runSuite({ "test_good.py": GOOD, "test_broken.py": "import no_such_module\n" });
    assert.equal(reading.end.exitCode, 2);
    assert.deepEqual(reading.report?.counts, { passed: 0, failed: 0, errors: 1, skipped: 0 });
    assert.equal(reading.report?.failures[0]?.message, "collection failure");
  });

  test("a test that passes or fails and errs while it is torn down is never counted as passed", async () => {
    const torn = [
      "import pytest",
      "@pytest.fixture",
      "def thing():\n  yield 1\n  raise RuntimeError('torn')",
      "def test_passes(thing): pass",
      "def test_fails(thing): assert False",
    ].join("\n");
    const { reading } = await runSuite({ "test_torn.py": torn });
    assert.deepEqual(reading.report?.counts, { passed: 0, failed: 1, errors: 2, skipped: 0 });
  });

  test("unit-test-command-hangs: ended at its deadline, and there is no report", async () => {
    const hang = "import time\ndef test_hangs(): time.sleep(600)\n";
    const { reading } = await runSuite({ "test_hang.py": hang }, { timeoutMs: 1_500 });
    assert.equal(reading.end.timedOut, true);
    assert.equal(reading.report, null);
    assert.equal(reading.reportProblem, "the command wrote none");
  });
});

describe("A test suite whose report cannot be relied on", () => {
  const writing = (xml: string): Partial<TestSuiteOptions> => ({
    run: ["/bin/sh", "-c", 'printf %s "$0" > "$1"', xml, "{report}"],
  });

  for (const [what, xml, why] of [
    ["cut off in the middle", '<testsuites><testsuite tests="2"><testcase name="a"/>', /^it is no XML: /],
    ["empty", "", /^it is no XML: /],
    ["another document", "<html><body>Hello</body></html>", /^it has no test suite with a count of its tests$/],
    [
      "fewer tests than it says",
      '<testsuites><testsuite tests="62" failures="0" errors="0" skipped="0"><testcase name="a"/></testsuite></testsuites>',
      /^it says tests="62", but lists 1$/,
    ],
    [
      "fewer failures than it says",
      '<testsuite tests="1" failures="1" errors="0" skipped="0"><testcase name="a"/></testsuite>',
      /^it says failures="1", but lists 0$/,
    ],
  ] as const) {
    test(what, async () => {
      const { reading } = await runSuite({}, writing(xml));
      assert.equal(reading.end.exitCode, 0);
      assert.equal(reading.report, null);
      assert.match(reading.reportProblem ?? "", why);
    });
  }

  test("suites within suites are added up", async () => {
    const inner = (name: string): string => `<testsuite tests="1" failures="0"><testcase name="${name}"/></testsuite>`;
    const { reading } = await runSuite({}, writing(`<testsuite tests="2">${inner("a")}${inner("b")}</testsuite>`));
    assert.deepEqual(reading.report?.counts, { passed: 2, failed: 0, errors: 0, skipped: 0 });
  });

  test("a command that writes no report, and one that is not told where to", async () => {
    const silent = await runSuite({}, { run: ["/bin/true", "{report}"] });
    const untold = await runSuite({}, { run: ["/bin/true"] });
    assert.equal(silent.reading.reportProblem, "the command wrote none");
    assert.match(untold.reading.reportProblem ?? "", /none of its arguments holds \{report\}$/);
  });

  test("nothing stays in the temporary folder", async () => {
    const mine = async (): Promise<number> =>
      (await readdir(tmpdir())).filter((name) => name.startsWith("canary-runbook-tests-")).length;
    const before = await mine();
    await runSuite({}, writing("<testsuite tests='0'/>"));
    assert.ok((await mine()) <= before);
  });
});
