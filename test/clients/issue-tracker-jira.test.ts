import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startJira, type JiraStandIn } from "../../rehearsal/stand-ins/jira";
import { createIssueTracker } from "../../support/clients/issue-tracker";
import type { JiraOptions } from "../../support/clients/issue-tracker/jira";
import type { Connection } from "../../support/clients/transport/connection";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { inconclusive } from "./inconclusive";
import { createTestContext } from "./test-context";
import { connectionTo, serve } from "./transport/local-servers";

const USER = "canary@example.com";
const TOKEN = "ATATT-0123456789";

after(() => closeTransports());

type Deployment = JiraOptions["deployment"];

const AUTH = {
  cloud: { kind: "basic", user: USER, password: TOKEN },
  "data-center": { kind: "bearer", token: TOKEN },
} as const;

function jira(
  url: string,
  deployment: Deployment,
  about: Partial<JiraOptions> = {},
  connection: Partial<Connection> = {},
) {
  const testContext = createTestContext({ checkId: "D7-8" });
  const options = {
    kind: "jira",
    deployment,
    connection: connectionTo(url, { system: "Jira", auth: AUTH[deployment], ...connection }),
    project: "P4",
    label: "canary-2.0.0",
    ...about,
  } as const;
  return { ...createIssueTracker(options, testContext.context), ...testContext };
}

for (const deployment of ["cloud", "data-center"] as const)
  describe(`Jira (${deployment}): issues with the release's label that are not done`, () => {
    let server: JiraStandIn;

    beforeEach(async () => {
      server = await startJira({ deployment, user: USER, token: TOKEN }, () => undefined);
    });
    afterEach(() => server.stop());

    test("none: the account is known, and the project has issues", async () => {
      const tracker = jira(server.url, deployment);
      assert.deepEqual(await tracker.readOpenIssues(), {
        where: `Jira, ${server.url}, environment test`,
        source: "Jira",
        query: 'JQL: project = "P4" AND labels = "canary-2.0.0" AND statusCategory != Done',
        label: "canary-2.0.0",
        control: {
          holds: true,
          says:
            'The control question project = "P4" finds at least one issue. ' +
            'Whether the label "canary-2.0.0" is spelt right, Jira cannot say.',
        },
        open: [],
        openCount: 0,
      });
      assert.deepEqual(
        tracker.evidence.map(({ title }) => title),
        ["Jira: the account", "Jira: the control question", "Jira: open issues with the label"],
      );
      assert.ok(tracker.evidence.every(({ content }) => !String(content).includes(TOKEN)));
    });

    test("one is named, with a page that opens", async () => {
      const key = server.openIssue('Recommendations repeat an item, "twice"');
      server.openIssue("Not of this release", ["bug"]);
      const { open, openCount } = await jira(server.url, deployment).readOpenIssues();
      const url = `${server.url}/browse/${key}`;
      assert.deepEqual(open, [{ key, title: 'Recommendations repeat an item, "twice"', url }]);
      assert.equal(openCount, 1);
      assert.equal((await fetch(url)).status, 200);
    });

    test("more than one page of them are all read; their pages are where people open them", async () => {
      for (let count = 0; count < 230; count += 1) server.openIssue(`Issue ${count}`);
      const tracker = jira(server.url, deployment, { siteUrl: "https://team.example/jira/" });
      const { open, openCount } = await tracker.readOpenIssues();
      assert.deepEqual([open.length, openCount, new Set(open.map(({ key }) => key)).size], [230, 230, 230]);
      assert.equal(open[0]?.url, "https://team.example/jira/browse/P4-232");
      assert.equal(tracker.evidence.at(-1)?.title, "Jira: open issues with the label, page 3");
    });

    test("a control question that finds nothing: the control does not hold, and nothing is said of issues", async () => {
      server.openIssue("Open");
      const controlJql = 'labels = "canary-2.0.O"';
      const { control, open } = await jira(server.url, deployment, { controlJql }).readOpenIssues();
      assert.deepEqual(control, { holds: false, says: `The control question ${controlJql} finds no issue.` });
      assert.deepEqual(open, []);
    });

    test("a control question of one's own that finds an issue proves the label", async () => {
      const controlJql = 'labels = "canary-2.0.0"';
      const { control } = await jira(server.url, deployment, { controlJql }).readOpenIssues();
      assert.deepEqual(control, { holds: true, says: `The control question ${controlJql} finds at least one issue.` });
    });

    test("a label with quotes and backslashes is asked for as it is", async () => {
      const label = 'say "2.0.0" \\ now';
      const key = server.openIssue("Signs", [label]);
      const { open } = await jira(server.url, deployment, { label }).readOpenIssues();
      assert.deepEqual(
        open.map((issue) => issue.key),
        [key],
      );
    });

    test("a revoked token is unauthorised, although the search would find nothing", async () => {
      server.revokeToken();
      await assert.rejects(
        jira(server.url, deployment).readOpenIssues(),
        inconclusive("unauthorised", 'Jira answered "the account" with HTTP 401; expected is 200.'),
      );
    });

    test("no credentials at all are unauthorised", async () => {
      await assert.rejects(
        jira(server.url, deployment, {}, { auth: { kind: "none" } }).readOpenIssues(),
        inconclusive("unauthorised", /HTTP 401/),
      );
    });

    test("a project that Jira does not know is no data, in Jira's words", async () => {
      await assert.rejects(
        jira(server.url, deployment, { project: "P5" }).readOpenIssues(),
        inconclusive(
          "no-data",
          `Jira refuses the question project = "P5" (HTTP 400): The value 'P5' does not exist for the field 'project'.`,
        ),
      );
    });

    test("a limit of requests is a warning", async () => {
      server.rateLimit(100);
      await assert.rejects(
        jira(server.url, deployment).readOpenIssues(),
        inconclusive("provider-warning", 'Jira refused "the account" with HTTP 429: too many requests.'),
      );
    });
  });

test("an account of Jira Cloud on a Data Center's address: the old search is gone, which is no data", async (t) => {
  const server = await startJira({ deployment: "cloud", user: USER, token: TOKEN }, () => undefined);
  t.after(() => server.stop());
  const json = { "content-type": "application/json" };
  const { url } = await serve(t, (request, response) => {
    if (request.url === "/rest/api/2/myself") response.writeHead(200, json).end('{"active":true}');
    else void fetch(server.url + (request.url ?? "")).then(({ status }) => response.writeHead(status, json).end("{}"));
  });
  await assert.rejects(
    jira(url, "data-center").readOpenIssues(),
    inconclusive("no-data", 'Jira answered "the control question" with HTTP 410; expected is 200 or 400.'),
  );
});

describe("a Jira that answers otherwise", () => {
  const issue = { key: "P4-1", fields: { summary: "One" } };
  /** Answers the control with an issue, and each further page with the next of the list; the last one again and again. */
  const pages = (control: unknown, ...answers: readonly unknown[]): RequestListener => {
    let at = -1;
    return (request, response) => {
      const isAccount = (request.url ?? "").includes("/myself");
      const answer = isAccount ? { active: true } : at < 0 ? control : answers[Math.min(at, answers.length - 1)];
      if (!isAccount) at += 1;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    };
  };

  type Case = readonly [Deployment, RequestListener, Parameters<typeof inconclusive> | number];
  const INCOMPLETE = "Jira gave no issue and said that its answer is not complete.";
  const control = { issues: [issue], isLast: true };
  const oldControl = { issues: [issue], total: 1 };
  const CASES: Readonly<Record<string, Case>> = {
    "a page without token that says it is not the last": [
      "cloud",
      pages(control, { issues: [], isLast: false }),
      ["partial-coverage", INCOMPLETE],
    ],
    "the same token for ever": [
      "cloud",
      pages(control, { issues: [], nextPageToken: "x", isLast: false }),
      ["partial-coverage", INCOMPLETE],
    ],
    "an empty page before the one with the issue": [
      "cloud",
      pages(control, { issues: [], nextPageToken: "x" }, { issues: [issue] }),
      1,
    ],
    "a token on a page that calls itself the last: it is followed": [
      "cloud",
      pages(control, { issues: [], nextPageToken: "x", isLast: true }, { issues: [issue] }),
      1,
    ],
    "an issue, and more that is not given: at least two": [
      "cloud",
      pages(control, { issues: [issue], isLast: false }),
      2,
    ],
    "issues without fields": [
      "cloud",
      pages(control, { issues: [{ id: "1" }], isLast: true }),
      [
        "no-data",
        'Jira answered "open issues with the label" with JSON of another shape: ' +
          "the field issues.0.key is missing; the field issues.0.fields is missing.",
      ],
    ],
    "a warning": [
      "cloud",
      pages(control, { issues: [], isLast: true, warningMessages: ["The value 'x' does not exist."] }),
      [
        "provider-warning",
        'Jira answered the question project = "P4" AND labels = "canary-2.0.0" AND statusCategory != Done ' +
          "with a warning: The value 'x' does not exist.",
      ],
    ],
    "an account that is not active": [
      "cloud",
      (_request, response) => response.setHeader("content-type", "application/json").end('{"active":false}'),
      ["unauthorised", "Jira knows the account of these credentials, and it is not active."],
    ],
    "a total above what its pages give, and no issue": [
      "data-center",
      pages(oldControl, { issues: [], total: 3 }),
      ["partial-coverage", INCOMPLETE],
    ],
    "a total above what its pages give, and an issue": [
      "data-center",
      pages(oldControl, { issues: [issue], total: 3 }, { issues: [], total: 3 }),
      3,
    ],
  };
  for (const [sentence, [deployment, answers, expected]] of Object.entries(CASES))
    test(sentence, async (t) => {
      const { url } = await serve(t, answers);
      const tracker = jira(url, deployment);
      if (typeof expected === "number") assert.equal((await tracker.readOpenIssues()).openCount, expected);
      else await assert.rejects(tracker.readOpenIssues(), inconclusive(...expected));
    });
});
