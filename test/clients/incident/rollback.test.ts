import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { after, describe, test, type TestContext } from "node:test";
import { createRollback, type RollbackOptions } from "../../../support/clients/rollback";
import type { Auth, Connection } from "../../../support/clients/transport/connection";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo, serve } from "../transport/local-servers";

const PATH = "/api/v2/canary/rollback";
const KEY = "incident-20251022T140500Z";
const TOKEN = "a-secret-token-of-the-test";

after(() => closeTransports());

function rollbackAt(url: string, about: Partial<RollbackOptions> = {}, connection: Partial<Connection> = {}) {
  const test = createTestContext();
  const auth = { kind: "bearer", token: TOKEN } as const;
  // Many retries, to see that none is made of a request that changes something.
  const to = connectionTo(url, {
    system: "Phase 4 rollback",
    auth,
    retries: 3,
    timeoutMs: 500,
    deadlineMs: 2_000,
    ...connection,
  });
  const options = {
    connection: to,
    path: PATH,
    describe: { method: "GET", path: PATH },
    timeoutMs: 600,
    ...about,
  } as const;
  return { client: createRollback(options, test.context), test };
}

/** A service with a rollback: what it was asked, and how it answers the POST; its description tells whether it rolled back. */
async function service(t: TestContext, onPost: RequestListener) {
  const asked: { method: string; path: string; key: string | undefined; body: string }[] = [];
  const { url } = await serve(t, (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const key = request.headers["idempotency-key"];
      asked.push({
        method: request.method ?? "",
        path: request.url ?? "",
        key: typeof key === "string" ? key : undefined,
        body,
      });
      if (request.method === "POST") return onPost(request, response);
      const isDone = asked.some(({ method }) => method === "POST");
      const outcome = isDone ? "already-rolled-back" : "planned";
      response.setHeader("content-type", "application/json").end(JSON.stringify({ outcome }));
    });
  });
  const posts = () => asked.filter(({ method }) => method === "POST").length;
  return { url, asked, posts };
}

const answering = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): RequestListener => (_request, response) => {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}; // prettier-ignore

describe("the rollback is asked for with one POST", () => {
  test("with its key and nothing else, and the answer is given with its times", async (t) => {
    const { url, asked } = await service(t, answering(200, { outcome: "rolled-back" }));
    const { client, test } = rollbackAt(url);
    const answer = await client.rollBackOnce(KEY);
    assert.deepEqual(asked, [{ method: "POST", path: PATH, key: KEY, body: "" }]);
    assert.ok(answer.kind === "answered");
    assert.deepEqual([answer.status, answer.document, answer.isReplay], [200, { outcome: "rolled-back" }, false]);
    const { askedAt, endedAt, durationMs } = answer.timing;
    assert.ok(Date.parse(askedAt) <= Date.parse(endedAt) && durationMs >= 0 && durationMs < 600);
    assert.equal(client.where, `Phase 4 rollback, ${url}, environment test`);
    assert.match(test.evidenceText("rollback"), new RegExp(KEY));
    assert.ok(test.evidence.every(({ content }) => !String(content).includes(TOKEN)));
    assert.deepEqual(test.declaredUndos, []);
  });

  test("an answer that repeats an earlier one says so", async (t) => {
    const { url } = await service(t, answering(200, { outcome: "rolled-back" }, { "Idempotent-Replayed": "true" }));
    const answer = await rollbackAt(url).client.rollBackOnce(KEY);
    assert.ok(answer.kind === "answered" && answer.isReplay);
  });

  for (const status of [202, 401, 409, 429, 500, 502, 503, 504])
    test(`HTTP ${status} is an answer, and is not asked again`, async (t) => {
      const { url, asked } = await service(t, answering(status, { title: "in its own words" }, { "retry-after": "0" }));
      const answer = await rollbackAt(url).client.rollBackOnce(KEY);
      assert.ok(answer.kind === "answered");
      assert.equal(answer.status, status);
      assert.equal(asked.length, 1);
    });

  test("calling again, also meanwhile, gives the same answer; with another key it is refused", async (t) => {
    const { url, posts } = await service(t, answering(200, { outcome: "rolled-back" }));
    const { client } = rollbackAt(url);
    const [one, two] = await Promise.all([client.rollBackOnce(KEY), client.rollBackOnce(KEY)]);
    assert.equal(one, two);
    assert.equal(await client.rollBackOnce(KEY), one);
    await assert.rejects(
      client.rollBackOnce(`${KEY}-2`),
      /^RangeError: The rollback was asked for already, with the key /,
    );
    assert.equal(posts(), 1);
  });

  test("a key that would not be understood is refused before anything is asked", async (t) => {
    const { url, asked } = await service(t, answering(200, {}));
    for (const key of ["", "short", "two words here", "x".repeat(201), "line\nbreak-in-it"])
      await assert.rejects(rollbackAt(url).client.rollBackOnce(key), RangeError);
    assert.deepEqual(asked, []);
  });
});

describe("without an answer it is not asked again, and the state is read instead", () => {
  for (const [sentence, onPost, cause] of [
    ["a service that hangs", () => undefined, "timed-out"],
    ["a connection that is cut off", (request) => request.socket.destroy(), "unreachable"],
    [
      "an answer that stops half-way",
      (request, response) => {
        response.writeHead(200, { "content-length": "100" }).write("{");
        setTimeout(() => request.socket.destroy(), 50);
      },
      "unreachable",
    ],
  ] as readonly [string, RequestListener, string][])
    // prettier-ignore
    test(`${sentence}: ${cause}`, async (t) => {
      const { url, asked, posts } = await service(t, onPost);
      const answer = await rollbackAt(url).client.rollBackOnce(KEY);
      assert.ok(answer.kind === "no-answer");
      assert.equal(answer.cause, cause);
      assert.ok(answer.state.kind === "answered");
      assert.deepEqual(answer.state.document, { outcome: "already-rolled-back" });
      assert.deepEqual([posts(), asked.length], [1, 2]);
    });

  test("a service that is not there: neither was answered", async () => {
    const answer = await rollbackAt(`http://127.0.0.1:${await closedPort()}`).client.rollBackOnce(KEY);
    assert.ok(answer.kind === "no-answer" && answer.state.kind === "no-answer");
    assert.match(answer.why, /^connection refused by /);
    assert.deepEqual([answer.cause, answer.state.cause], ["unreachable", "unreachable"]);
  });

  test("it may take as long as the rollback's own time, though the connection is less patient", async (t) => {
    const { url } = await service(t, (request, response) =>
      void setTimeout(() => answering(200, { outcome: "rolled-back" })(request, response), 400),
    ); // prettier-ignore
    const impatient = { timeoutMs: 100, deadlineMs: 200 };
    const answer = await rollbackAt(url, { timeoutMs: 3_000 }, impatient).client.rollBackOnce(KEY);
    assert.ok(answer.kind === "answered" && answer.timing.durationMs >= 390);
  });
});

describe("the description", () => {
  test("is asked with GET and changes nothing; any status is an answer", async (t) => {
    const { url, asked } = await service(t, answering(200, {}));
    const described = await rollbackAt(url).client.describe();
    assert.ok(described.kind === "answered");
    assert.deepEqual([described.status, described.document], [200, { outcome: "planned" }]);
    assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [`GET ${PATH}`]); // prettier-ignore
    const missing = await serve(t, (_request, response) => response.writeHead(404).end("no such page"));
    const answer = await rollbackAt(missing.url).client.describe();
    assert.ok(answer.kind === "answered");
    assert.deepEqual([answer.status, answer.body, answer.document], [404, "no such page", undefined]);
  });

  test("may be a dry run, which is not repeated either", async (t) => {
    const { url, asked } = await service(t, answering(503, {}));
    await rollbackAt(url, { describe: { method: "POST", path: `${PATH}?dry_run=true` } }).client.describe();
    assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [`POST ${PATH}?dry_run=true`]); // prettier-ignore
  });
});

describe("the command by hand", () => {
  const none = { kind: "none" } as const;
  for (const [sentence, auth, about, expected] of [
    ["is the runbook's own, with the key", none, {}, ""],
    ["asks for the password", { kind: "basic", user: "ops", password: TOKEN }, {}, " --user 'ops'"],
    ["names a variable for the token", { kind: "bearer", token: TOKEN }, {}, ` -H 'Authorization: Bearer '"$TOKEN"`],
    [
      "names a variable for a header's secret",
      { kind: "header", name: "X-Api-Key", prefix: "", value: TOKEN },
      {},
      ` -H 'X-Api-Key: '"$X_API_KEY"`,
    ],
    [
      "fetches the token as we do",
      { kind: "bearer-from-command", command: ["gcloud", "auth", "print-access-token"] },
      {},
      ` -H "Authorization: Bearer $('gcloud' 'auth' 'print-access-token')"`,
    ],
    [
      "reads the token's file",
      { kind: "bearer-from-file", path: "/run/it's" },
      {},
      ` -H "Authorization: Bearer $(cat '/run/it'\\''s')"`,
    ],
    [
      "conceals the configured headers, which may be secret",
      none,
      { headers: { "X-Tenant": TOKEN } },
      ` -H 'X-Tenant: '"$X_TENANT"`,
    ],
    [
      "trusts the same authority",
      none,
      { tls: { isInsecure: false, caFile: "/etc/ca.pem" } },
      " --cacert '/etc/ca.pem'",
    ],
  ] as readonly [string, Auth, Partial<Connection>, string][])
    // prettier-ignore
    test(sentence, () => {
      const { client } = rollbackAt("https://phase4.example.com/", {}, { auth, ...about });
      const command = client.manualCommand(KEY);
      const [begin, end] = [`curl -X POST -H 'Idempotency-Key: ${KEY}'`, ` 'https://phase4.example.com${PATH}'`];
      assert.equal(command, `${begin}${expected}${end}`);
      assert.ok(!command.includes(TOKEN));
    });
});
