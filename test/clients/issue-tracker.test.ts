import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startGithub, type GithubStandIn } from "../../rehearsal/stand-ins/github";
import { createIssueTracker } from "../../support/clients/issue-tracker";
import type { GithubOptions } from "../../support/clients/issue-tracker/github";
import { linkTo } from "../../support/clients/issue-tracker/github/link-header";
import type { Connection } from "../../support/clients/transport/connection";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { inconclusive } from "./inconclusive";
import { createTestContext } from "./test-context";
import { closedPort, connectionTo, serve } from "./transport/local-servers";

const TOKEN = "ghp_0123456789abcdef";

after(() => closeTransports());

function github(url: string, about: Partial<GithubOptions> = {}, connection: Partial<Connection> = {}) {
  const auth = { kind: "bearer", token: TOKEN } as const;
  const testContext = createTestContext({ checkId: "D7-8" });
  const options = {
    kind: "github",
    connection: connectionTo(url, { system: "GitHub", auth, ...connection }),
    repository: "example/phase4",
    label: "canary-2.0.0",
    ...about,
  } as const;
  return { ...createIssueTracker(options, testContext.context), ...testContext };
}

describe("GitHub's open issues with the release's label", () => {
  let server: GithubStandIn;

  beforeEach(async () => {
    server = await startGithub({ token: TOKEN }, () => undefined);
  });
  afterEach(() => server.stop());

  test("none: the label exists, and the open pull request that bears it is no issue", async () => {
    const tracker = github(server.apiUrl);
    assert.deepEqual(await tracker.readOpenIssues(), {
      where: `GitHub, ${server.apiUrl}, environment test`,
      source: "GitHub",
      query: `GET ${server.apiUrl}/repos/example/phase4/issues?state=open&labels=canary-2.0.0&per_page=100`,
      label: "canary-2.0.0",
      control: { holds: true, says: 'The label "canary-2.0.0" exists in example/phase4.' },
      open: [],
      openCount: 0,
    });
    assert.deepEqual(
      tracker.evidence.map(({ title }) => title),
      ["GitHub: the repository", "GitHub: the release's label", "GitHub: open issues with the label"],
    );
    assert.ok(tracker.evidence.every(({ content }) => !String(content).includes(TOKEN)));
  });

  test("one is named, with a page that opens; another label's and closed ones are not", async () => {
    const number = server.openIssue("Recommendations repeat an item");
    server.openIssue("Not of this release", ["bug"]);
    server.closeIssue(server.openIssue("Done already"));
    const { open, openCount } = await github(server.apiUrl).readOpenIssues();
    const url = `${server.url}/example/phase4/issues/${number}`;
    assert.deepEqual(open, [{ key: `#${number}`, title: "Recommendations repeat an item", url }]);
    assert.equal(openCount, 1);
    assert.equal((await fetch(url)).status, 200);
  });

  test("one behind a page full of pull requests is found", async () => {
    const number = server.openIssue("The oldest of all");
    for (let count = 0; count < 230; count += 1) server.openPullRequest(`Change ${count}`);
    const tracker = github(server.apiUrl);
    const { open } = await tracker.readOpenIssues();
    assert.deepEqual(
      open.map(({ key }) => key),
      [`#${number}`],
    );
    assert.equal(tracker.evidence.at(-1)?.title, "GitHub: open issues with the label, page 3");
  });

  test("a label that does not exist: the control does not hold, and nothing is said of issues", async () => {
    server.renameLabel("canary-2.0.O");
    const { control, open, openCount } = await github(server.apiUrl).readOpenIssues();
    assert.deepEqual(control, { holds: false, says: 'The label "canary-2.0.0" does not exist in example/phase4.' });
    assert.deepEqual([open, openCount], [[], 0]);
  });

  test("a label with every sort of sign is asked for as it is", async () => {
    const label = "canary 2.0.0 / ø#?&%";
    server.renameLabel(label);
    const number = server.openIssue("Signs", [label]);
    const { control, open } = await github(server.apiUrl, { label }).readOpenIssues();
    assert.equal(control.holds, true);
    assert.deepEqual(
      open.map(({ key }) => key),
      [`#${number}`],
    );
  });

  test("a revoked token is unauthorised", async () => {
    server.revokeToken();
    await assert.rejects(
      github(server.apiUrl).readOpenIssues(),
      inconclusive("unauthorised", 'GitHub answered "the repository" with HTTP 401; expected is 200 or 301 or 404.'),
    );
  });

  for (const [sentence, about, connection] of [
    ["a repository that the account may not see", { repository: "example/secret" }, {}],
    ["a private repository without a token", {}, { auth: { kind: "none" } }],
  ] as const)
    test(`${sentence} is unauthorised: GitHub says 404`, async () => {
      const repository = about.repository ?? "example/phase4";
      await assert.rejects(
        github(server.apiUrl, about, connection).readOpenIssues(),
        inconclusive("unauthorised", `GitHub shows no repository ${repository} to this account (HTTP 404).`),
      );
    });

  test("a limit of requests is a warning, with its end, and no missing permission", async () => {
    server.rateLimit();
    await assert.rejects(
      github(server.apiUrl).readOpenIssues(),
      inconclusive(
        "provider-warning",
        /^GitHub refused "the repository" with HTTP 403: too many requests until 20\d\d-\d\d-\d\dT[\d:]+\.000Z\.$/,
      ),
    );
  });
});

describe("a GitHub that answers otherwise", () => {
  const json = (body: unknown, headers: Record<string, string> = {}, status = 200): RequestListener => {
    return (_request, response) =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
  const sound = { full_name: "example/phase4", has_issues: true };
  const pullRequest = { number: 1, title: "x", html_url: "https://github.example/1", pull_request: {} };
  /** Answers soundly but for the given paths. */
  const otherwise =
    (answers: Readonly<Record<string, RequestListener>>): RequestListener =>
    (request, response) => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      const usual: Readonly<Record<string, RequestListener>> = {
        "/repos/example/phase4": json(sound),
        "/repos/example/phase4/labels/canary-2.0.0": json({ name: "canary-2.0.0" }),
        "/repos/example/phase4/issues": json([]),
      };
      (answers[path] ?? usual[path] ?? json({}, {}, 404))(request, response);
    };

  const REPOSITORY = "/repos/example/phase4";
  const ISSUES = "/repos/example/phase4/issues";
  const CASES: Readonly<
    Record<string, readonly [Readonly<Record<string, RequestListener>>, Parameters<typeof inconclusive>]>
  > = {
    "a renamed repository": [
      {
        [REPOSITORY]: json(
          { message: "Moved Permanently" },
          { location: "https://github.example/repositories/1" },
          301,
        ),
      },
      ["no-data", "The repository example/phase4 was renamed or moved (HTTP 301)."],
    ],
    "issues that are switched off": [
      { [REPOSITORY]: json({ ...sound, has_issues: false }) },
      ["no-data", "The repository example/phase4 has its issues switched off."],
    ],
    "a missing permission": [
      { [ISSUES]: json({ message: "Resource not accessible" }, { "x-ratelimit-remaining": "4999" }, 403) },
      ["unauthorised", 'GitHub answered "open issues with the label" with HTTP 403; expected is 200.'],
    ],
    "a secondary limit": [
      { [ISSUES]: json({ message: "You have exceeded a secondary rate limit" }, { "retry-after": "60" }, 403) },
      ["provider-warning", 'GitHub refused "open issues with the label" with HTTP 403: too many requests.'],
    ],
    "an error in place of the list": [
      { [ISSUES]: json({ message: "Server Error" }) },
      ["no-data", /^GitHub answered "open issues with the label" with JSON of another shape: /],
    ],
    "a login page": [
      { [ISSUES]: (_request, response) => response.setHeader("content-type", "text/html").end("<html>") },
      ["no-data", 'GitHub answered "open issues with the label" with text/html; expected is JSON.'],
    ],
    "a next page on another host, and no issue before it": [
      { [ISSUES]: json([pullRequest], { link: '<https://elsewhere.example/issues?page=2>; rel="next"' }) },
      [
        "partial-coverage",
        "GitHub has more results than could be read: page 1 is not the last, and no issue is on those up to it.",
      ],
    ],
    "pages without an end": [
      { [ISSUES]: json([pullRequest], { link: `<${ISSUES}?page=2>; rel="next"` }) },
      [
        "partial-coverage",
        "GitHub has more results than could be read: page 20 is not the last, and no issue is on those up to it.",
      ],
    ],
  };
  for (const [sentence, [answers, expected]] of Object.entries(CASES))
    test(`${sentence} is ${expected[0]}`, async (t) => {
      const { url } = await serve(t, otherwise(answers));
      await assert.rejects(github(url).readOpenIssues(), inconclusive(...expected));
    });

  test("an issue that was found stands, although further pages cannot be read", async (t) => {
    const issue = { number: 7, title: "Found", html_url: "https://github.example/7" };
    const { url } = await serve(
      t,
      otherwise({ [ISSUES]: json([issue], { link: '<https://elsewhere.example/?page=2>; rel="next"' }) }),
    );
    const { open, openCount } = await github(url).readOpenIssues();
    assert.deepEqual([open.map(({ key }) => key), openCount], [["#7"], 1]);
  });

  test("one that does not run is unreachable; one that hangs is timed out", async (t) => {
    const refused = `http://127.0.0.1:${await closedPort()}`;
    await assert.rejects(github(refused).readOpenIssues(), inconclusive("unreachable", /connection refused/));
    const { url } = await serve(t, () => undefined);
    await assert.rejects(
      github(url, {}, { timeoutMs: 200, deadlineMs: 300 }).readOpenIssues(),
      inconclusive("timed-out", /no complete answer within 200 ms/),
    );
  });
});

describe("the target of a Link header", () => {
  const HEADERS: Readonly<Record<string, readonly [string | undefined, string | null]>> = {
    "no header": [undefined, null],
    "only other relations": ['<https://a/?page=1>; rel="prev", <https://a/?page=1>; rel="first"', null],
    "next among others": [
      '<https://a/?page=1>; rel="prev", <https://a/?p=3&q=a,b>; rel="next"',
      "https://a/?p=3&q=a,b",
    ],
    "without quotes": ["<https://a/2>; rel=next", "https://a/2"],
    "several relations at once": ['<https://a/9>; title="x"; rel="last next"', "https://a/9"],
    "a title that only names it": ['<https://a/9>; title="next"; rel="last"', null],
  };
  for (const [sentence, [header, target]] of Object.entries(HEADERS))
    test(sentence, () => assert.equal(linkTo("next", header), target));
});
