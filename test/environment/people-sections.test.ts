import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { createFeedback, type FeedbackOptions } from "../../support/clients/feedback";
import { createIssueTracker, type IssueTrackerOptions } from "../../support/clients/issue-tracker";
import { createReadiness, type ReadinessOptions } from "../../support/clients/readiness";
import { loadEnvironmentFile } from "../../support/environment/load";
import { ConfigurationError } from "../../support/errors";
import { createTestContext } from "../clients/test-context";
import { PLANTED_SECRET } from "./input-for";

const folder = mkdtempSync(join(tmpdir(), "people-sections-"));
after(() => rmSync(folder, { recursive: true }));

const HEAD = `name: staging
release: { id: r, service: s, canaryVersion: "2.0.0", legacyVersion: "1.9.4" }
`;

function load(sections: string) {
  const file = join(folder, "staging.yaml");
  writeFileSync(file, HEAD + sections);
  return loadEnvironmentFile(file, { variables: {}, secrets: { TRACKER_TOKEN: PLANTED_SECRET } }).environment;
}

const COUNTS = `
feedback:
  name: Phase 4 feedback
  connection: { url: "https://phase4.example.com" }
  path: /feedback?version={version}&since={since}&until={until}
  controlPath: /feedback?version={version}
  answers: { kind: counts }
`;
const LIST = `
feedback:
  connection: { url: "https://survey.example.com/api" }
  path: /answers
  controlPath: /answers
  answers:
    kind: list
    list: /data
    sentiment: /rating
    time: /created_at
    next: /links/next
    words: { positive: ["4", "5"], negative: ["1", "2"] }
`;
const GITHUB = `
issueTracker:
  kind: github
  connection: { auth: { kind: bearer, tokenFrom: TRACKER_TOKEN } }
  repository: example/phase4
  label: canary-2.0.0
`;
const JIRA = `
issueTracker:
  kind: jira
  deployment: cloud
  connection:
    url: https://team.atlassian.net
    auth: { kind: basic, user: canary@example.com, passwordFrom: TRACKER_TOKEN }
  project: P4
  label: canary-2.0.0
  siteUrl: https://issues.example.com/
`;
const AB_TEST = `
abTest:
  connection: { url: "https://phase4.example.com" }
  path: /ab-test/readiness?version={version}
  ready: /is_ready
  conditions: { list: /conditions, isMet: /is_met, reason: /reason }
`;

describe("a section has the very shape that its client takes", () => {
  const { context } = createTestContext();

  test("feedback that counts: the source bears its name, and the pointers their usual places", () => {
    const options: FeedbackOptions | undefined = load(COUNTS).feedback;
    assert.ok(options);
    assert.equal(options.connection.system, "Phase 4 feedback");
    assert.equal(options.timeFormat, "iso");
    assert.deepEqual(options.answers, { kind: "counts", positive: "/positive", negative: "/negative" });
    assert.equal(typeof createFeedback(options, context).readSummary, "function");
  });

  test("feedback that lists", () => {
    const options: FeedbackOptions | undefined = load(LIST).feedback;
    assert.equal(options?.connection.system, "Feedback source");
    assert.deepEqual(options.answers, {
      kind: "list",
      list: "/data",
      sentiment: "/rating",
      time: "/created_at",
      next: "/links/next",
      words: { positive: ["4", "5"], neutral: [], negative: ["1", "2"] },
    });
  });

  test("GitHub, at its usual address", () => {
    const options: IssueTrackerOptions | undefined = load(GITHUB).issueTracker;
    assert.ok(options?.kind === "github");
    assert.equal(options.connection.baseUrl, "https://api.github.com");
    assert.deepEqual(options.connection.auth, { kind: "bearer", token: PLANTED_SECRET });
    assert.equal(typeof createIssueTracker(options, context).readOpenIssues, "function");
  });

  test("Jira", () => {
    const options: IssueTrackerOptions | undefined = load(JIRA).issueTracker;
    assert.ok(options?.kind === "jira");
    const { deployment, project, label, siteUrl, controlJql } = options;
    assert.deepEqual(
      [deployment, project, label, siteUrl, controlJql],
      ["cloud", "P4", "canary-2.0.0", "https://issues.example.com", undefined],
    );
  });

  test("the A/B test's readiness", () => {
    const options: ReadinessOptions | undefined = load(AB_TEST).abTest;
    assert.ok(options);
    assert.equal(options.connection.system, "A/B test readiness");
    assert.deepEqual(options.conditions, { list: "/conditions", name: "/name", isMet: "/is_met", reason: "/reason" });
    assert.equal(typeof createReadiness(options, context).read, "function");
  });
});

describe("a section that could pass for the wrong reason is refused:", () => {
  const REFUSED: Readonly<Record<string, readonly [string, string]>> = {
    "a window that is not asked for": [
      COUNTS.replace("&since={since}&until={until}", ""),
      "the path does not hold {since} and {until}: answers of all times and versions would count",
    ],
    "half a window": [
      COUNTS.replace("&until={until}", ""),
      "the path does not hold {until}: answers of all times and versions would count",
    ],
    "a version that is neither asked for nor answered": [
      COUNTS.replace("version={version}&since", "since"),
      "the path does not hold {version}: answers of all times and versions would count",
    ],
    "a list without times for a window that is not asked for": [
      LIST.replace("    time: /created_at\n", ""),
      "the path does not hold {since} and {until}: answers of all times and versions would count",
    ],
    "a control question within the window": [
      COUNTS.replace("controlPath: /feedback?version={version}", "controlPath: /feedback?since={since}"),
      "the control question holds {since}, and is to ask for all time",
    ],
    "a word with two meanings": [
      LIST.replace('negative: ["1", "2"]', 'negative: ["1", "5"]'),
      '"5" stands twice among the words',
    ],
    "readiness of no particular version": [
      AB_TEST.replace("?version={version}", ""),
      "neither does the path hold {version}, nor is it said where the answer's version stands",
    ],
    "a label with a comma": [
      GITHUB.replace("label: canary-2.0.0", 'label: "canary, 2.0.0"'),
      "this has not the form that it must have",
    ],
    "a repository without its owner": [
      GITHUB.replace("example/phase4", "phase4"),
      "this has not the form that it must have",
    ],
  };
  for (const [sentence, [sections, what]] of Object.entries(REFUSED))
    test(sentence, () => {
      assert.throws(
        () => load(sections),
        (error: unknown) => {
          assert.ok(error instanceof ConfigurationError, String(error));
          assert.deepEqual(
            error.faults.map((fault) => fault.what),
            [what],
          );
          assert.match(error.faults[0]?.where ?? "", /staging\.yaml:\d+:\d+$/);
          return true;
        },
      );
    });

  test("a Jira that is not said to be cloud or data-center", () => {
    assert.throws(() => load(JIRA.replace("  deployment: cloud\n", "")), /deployment/);
  });

  test("a version in the answer may take the place of one in the path", () => {
    const withVersion = COUNTS.replace("version={version}&since", "since").replace(
      "{ kind: counts }",
      "{ kind: counts, version: /version }",
    );
    assert.equal(load(withVersion).feedback?.answers.kind, "counts");
  });
});
