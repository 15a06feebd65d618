import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { startGithub, type GithubStandIn } from "../../../rehearsal/stand-ins/github";
import { ask, at, listAt, type Answer } from "./ask";

const TOKEN = "ghp_rehearsal";

describe("GitHub stand-in", () => {
  let github: GithubStandIn;
  const asked: string[] = [];
  const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    ask(github.apiUrl + path, { headers: { authorization: `Bearer ${TOKEN}`, "user-agent": "a-test", ...headers } });
  const issues = (query: string) => get(`/repos/example/phase4/issues?${query}`);
  const numbers = ({ json }: Answer) => listAt({ issues: json }, "issues").map((issue) => at(issue, "number"));

  beforeEach(async () => {
    asked.length = 0;
    github = await startGithub({ token: TOKEN }, (system, operation, status) =>
      asked.push(`${system} ${operation} ${status}`),
    );
  });
  afterEach(() => github.stop());

  it("shows its repository and counts each call against the limit", async () => {
    const first = await get("/repos/example/phase4");
    const second = await get("/repos/example/phase4");
    assert.deepEqual(
      [first.status, at(first.json, "full_name"), at(first.json, "has_issues")],
      [200, "example/phase4", true],
    );
    assert.deepEqual(
      [first, second].map(({ headers }) => headers.get("x-ratelimit-remaining")),
      ["4999", "4998"],
    );
    assert.deepEqual(asked, ["github get a repository 200", "github get a repository 200"]);
  });

  const REFUSED: Readonly<Record<string, readonly [string, Record<string, string>, number, string]>> = {
    "a wrong token": ["/repos/example/phase4", { authorization: "Bearer ghp_other" }, 401, "Bad credentials"],
    "no token: the repository is private": ["/repos/example/phase4", { authorization: "" }, 404, "Not Found"],
    "another repository": ["/repos/example/other", {}, 404, "Not Found"],
    "a label that does not exist": ["/repos/example/phase4/labels/canary-2.0.1", {}, 404, "Not Found"],
    "a path that does not exist": ["/repos/example/phase4/nothing", {}, 404, "Not Found"],
    "an unknown version of the API": [
      "/repos/example/phase4",
      { "x-github-api-version": "1999-01-01" },
      400,
      "There is no API version 1999-01-01.",
    ],
    "an unknown state": ["/repos/example/phase4/issues?state=half-open", {}, 422, "Validation Failed"],
  };
  for (const [what, [path, headers, status, message]] of Object.entries(REFUSED))
    it(`refuses ${what}: ${status}`, async () => {
      const answer = await get(path, headers);
      assert.deepEqual([answer.status, at(answer.json, "message")], [status, message]);
      assert.equal(at(answer.json, "status"), String(status));
    });

  it("knows a label whatever its letters' case", async () => {
    const answer = await get(`/repos/example/phase4/labels/${github.label.toUpperCase()}`);
    assert.deepEqual([answer.status, at(answer.json, "name")], [200, github.label]);
  });

  it("lists pull requests among the issues, open ones unless asked otherwise, newest first", async () => {
    const open = await issues(`labels=${github.label}`);
    assert.deepEqual(numbers(open), [3]);
    assert.equal(typeof at(open.json, "0.pull_request.url"), "string");
    assert.deepEqual(numbers(await issues("")), [3, 1]);
    assert.deepEqual(numbers(await issues("state=closed")), [4, 2]);
    assert.deepEqual(numbers(await issues(`state=all&labels=${github.label}`)), [4, 3, 2]);
  });

  it("wants all labels that are asked for, and finds nothing for one that does not exist: 200", async () => {
    const both = github.openIssue("Both", ["bug", github.label]);
    assert.deepEqual(numbers(await issues(`labels=bug,${github.label}`)), [both]);
    const none = await issues("labels=no-such-label");
    assert.deepEqual([none.status, none.json], [200, []]);
  });

  it("pages by Link, which leads to the repository by its number", async () => {
    for (const title of ["A", "B", "C"]) github.openIssue(title);
    const first = await issues(`labels=${github.label}&per_page=3`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    assert.match(next, /\/api\/v3\/repositories\/\d+\/issues\?.*page=2/);
    const second = await ask(next, { headers: { authorization: `Bearer ${TOKEN}` } });
    assert.deepEqual([numbers(first), numbers(second)], [[7, 6, 5], [3]]);
    assert.doesNotMatch(second.headers.get("link") ?? "", /rel="next"/);
    assert.match(second.headers.get("link") ?? "", /rel="prev"/);
    assert.equal((await issues("per_page=100")).headers.get("link"), null);
  });

  it("shows each issue on a page of its own, where nothing can be executed", async () => {
    const number = github.openIssue("<script>alert(1)</script>");
    const page = await ask(`${github.url}/example/phase4/issues/${number}`);
    assert.equal(page.status, 200);
    assert.match(page.text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
    assert.doesNotMatch(page.text, /<script>/);
    assert.equal((await ask(`${github.url}/example/phase4/issues/99`)).status, 404);
  });

  it("openIssue, closeIssue: an issue comes and goes", async () => {
    const number = github.openIssue("Recommendations repeat an item");
    assert.deepEqual(numbers(await issues(`labels=${github.label}`)), [number, 3]);
    github.closeIssue(number);
    assert.equal(github.issue(number)?.state, "closed");
    assert.deepEqual(numbers(await issues(`labels=${github.label}`)), [3]);
  });

  it("renameLabel: the label is gone, its issues bear the new one", async () => {
    github.renameLabel("canary-2.0.O");
    assert.equal((await get(`/repos/example/phase4/labels/${github.label}`)).status, 404);
    assert.deepEqual(numbers(await issues("labels=canary-2.0.O")), [3]);
    assert.deepEqual(numbers(await issues(`labels=${github.label}`)), []);
  });

  it("revokeToken: 401", async () => {
    github.revokeToken();
    assert.equal((await get("/repos/example/phase4")).status, 401);
  });

  it("rateLimit: 403 with nothing remaining", async () => {
    github.rateLimit();
    const answer = await get("/repos/example/phase4");
    assert.deepEqual([answer.status, answer.headers.get("x-ratelimit-remaining")], [403, "0"]);
    assert.ok(Number(answer.headers.get("x-ratelimit-reset")) > Date.now() / 1000);
  });
});
