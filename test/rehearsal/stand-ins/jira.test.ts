import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { startJira, type JiraStandIn } from "../../../rehearsal/stand-ins/jira";
import { ask, at, listAt, type Answer } from "./ask";

const USER = "canary@example.com";
const TOKEN = "ATATT-rehearsal";
const basic = (user: string, token: string) => `Basic ${Buffer.from(`${user}:${token}`).toString("base64")}`;
const keys = (answer: Answer) => listAt(answer.json, "issues").map((issue) => at(issue, "key"));
const refusal = (message: string) => ({ errorMessages: [message], errors: {} });

describe("Jira Cloud stand-in", () => {
  let jira: JiraStandIn;
  const call = (path: string, json?: unknown, authorization = basic(USER, TOKEN)) =>
    ask(jira.url + path, { headers: { authorization }, ...(json !== undefined && { json }) });
  const search = (jql: string, more: Record<string, unknown> = {}, authorization?: string) =>
    call("/rest/api/3/search/jql", { jql, fields: ["summary"], ...more }, authorization);

  beforeEach(async () => {
    jira = await startJira({ deployment: "cloud", user: USER, token: TOKEN }, () => undefined);
  });
  afterEach(() => jira.stop());

  it("knows its account, and answers 401 to anybody else", async () => {
    const known = await call("/rest/api/3/myself");
    assert.deepEqual([known.status, at(known.json, "active")], [200, true]);
    for (const authorization of [basic(USER, "other"), basic("other", TOKEN), `Bearer ${TOKEN}`, ""])
      assert.equal((await call("/rest/api/3/myself", undefined, authorization)).status, 401);
  });

  it("answers a stranger's search with 200 and nothing found", async () => {
    const stranger = await search('project = "P4"', {}, basic(USER, "wrong"));
    assert.deepEqual([stranger.status, stranger.json], [200, { issues: [], isLast: true }]);
    assert.equal(keys(await search('project = "P4"')).length, 2);
  });

  it("has no old search any more: 410", async () => {
    for (const path of ["/rest/api/3/search", "/rest/api/2/search"]) {
      assert.equal((await call(`${path}?jql=project%20%3D%20P4`)).status, 410);
      assert.equal((await call(path, { jql: "project = P4" })).status, 410);
    }
  });

  it("gives ids only unless fields are asked for", async () => {
    const bare = await call("/rest/api/3/search/jql", { jql: "project = P4 AND key = P4-1" });
    assert.deepEqual(bare.json, { issues: [{ id: "10001" }], isLast: true });
  });

  it("pages by a token that is absent on the last page", async () => {
    const first = await search("project = P4", { maxResults: 1 });
    const token = at(first.json, "nextPageToken");
    const second = await search("project = P4", { maxResults: 1, nextPageToken: token });
    assert.deepEqual([keys(first), at(first.json, "isLast")], [["P4-2"], false]);
    assert.deepEqual([keys(second), at(second.json, "isLast")], [["P4-1"], true]);
    assert.equal(at(second.json, "nextPageToken"), undefined);
    assert.equal((await search("project = P4", { nextPageToken: "page 2" })).status, 400);
  });

  const FOUND: Readonly<Record<string, readonly string[]>> = {
    'project = "P4" AND labels = "canary-2.0.0" AND statusCategory != Done': ["P4-3"],
    'project = "Phase 4" and labels in (canary-2.0.0, bug) order by created': ["P4-3", "P4-2", "P4-1"],
    "labels not in (bug)": ["P4-3", "P4-2"],
    "labels is empty": ["P4-4"],
    "labels is not empty AND statusCategory = Done": ["P4-2"],
    "labels != bug": ["P4-3", "P4-2"],
    "labels = canary-2.0.1": [],
  };
  for (const [jql, expected] of Object.entries(FOUND))
    it(`finds by: ${jql}`, async () => {
      jira.openIssue("Recommendations repeat an item");
      jira.openIssue("Without a label", []);
      assert.deepEqual(keys(await search(jql)), expected);
    });

  const REFUSED: Readonly<Record<string, string>> = {
    "project = P5": "The value 'P5' does not exist for the field 'project'.",
    "colour = red": "The field 'colour' does not exist, or you may not view it.",
    "constructor = x": "The field 'constructor' does not exist, or you may not view it.",
    "order by created": "A question without a condition is not allowed here: add one.",
    "labels ~ bug": "'~' is no operator here.",
    "labels = ": "The question ends too early.",
    "labels = bug OR labels = x": "'and' is expected, not 'OR'.",
    'labels = "bug': "The question breaks off at character 9.",
  };
  for (const [jql, message] of Object.entries(REFUSED))
    it(`refuses: ${jql}`, async () => {
      const answer = await search(jql);
      assert.deepEqual([answer.status, answer.json], [400, refusal(message)]);
    });

  it("shows each issue on a page of its own, where nothing can be executed", async () => {
    const page = await ask(`${jira.url}/browse/${jira.openIssue("<script>alert(1)</script>")}`);
    assert.equal(page.status, 200);
    assert.match(page.text, /P4-3 &lt;script&gt;/);
    assert.doesNotMatch(page.text, /<script>/);
    assert.equal((await ask(`${jira.url}/browse/P4-99`)).status, 404);
  });

  it("revokeToken: the account is a stranger's", async () => {
    jira.revokeToken();
    assert.equal((await call("/rest/api/3/myself")).status, 401);
    assert.deepEqual((await search("project = P4")).json, { issues: [], isLast: true });
  });

  it("rateLimit: so many calls are answered with 429", async () => {
    jira.rateLimit(2);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await search("project = P4")).status);
    assert.deepEqual(statuses, [429, 429, 200]);
  });
});

describe("Jira Data Center stand-in", () => {
  let jira: JiraStandIn;
  const get = (path: string, authorization = `Bearer ${TOKEN}`) => ask(jira.url + path, { headers: { authorization } });

  beforeEach(async () => {
    jira = await startJira({ deployment: "data-center", user: USER, token: TOKEN }, () => undefined);
  });
  afterEach(() => jira.stop());

  it("pages by start and total", async () => {
    const page = await get("/rest/api/2/search?jql=project%20%3D%20P4&startAt=1&maxResults=5&fields=summary");
    assert.deepEqual([at(page.json, "startAt"), at(page.json, "total"), keys(page)], [1, 2, ["P4-1"]]);
  });

  it("refuses a wrong token, and finds nothing for a stranger", async () => {
    assert.equal((await get("/rest/api/2/search?jql=project%20%3D%20P4", "Bearer other")).status, 401);
    const stranger = await get("/rest/api/2/search?jql=project%20%3D%20P4", "");
    assert.deepEqual([stranger.status, at(stranger.json, "total")], [200, 0]);
    assert.equal((await get("/rest/api/2/myself", "")).status, 401);
    assert.equal((await get("/rest/api/2/myself")).status, 200);
  });

  it("has no search of Jira Cloud: 404", async () => {
    const answer = await ask(`${jira.url}/rest/api/3/search/jql`, { json: { jql: "project = P4" } });
    assert.equal(answer.status, 404);
  });
});
