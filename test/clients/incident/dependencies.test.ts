import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createDependencies, type Dependency } from "../../../support/clients/dependencies";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { startProgram, type StartedProgram } from "../started-program";
import { startTcpServer } from "../tcp-server";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo, serve } from "../transport/local-servers";

const PASSWORD = "a-password-of-the-test";

function redisAt(port: number, about: Partial<Extract<Dependency, { kind: "redis" }>> = {}): Dependency {
  const url = `redis://127.0.0.1:${port}/0`;
  const times = { timeoutMs: 400, deadlineMs: 2_000 };
  return { kind: "redis", name: "Sessions", url, tls: { isInsecure: false }, protocol: 2, ...times, ...about };
}

function http(baseUrl: string, expectedStatus = 200): Dependency {
  const connection = connectionTo(baseUrl, { system: "Catalogue", timeoutMs: 400, deadlineMs: 2_000 });
  return { kind: "http", name: "Catalogue", connection, path: "/healthz", expectedStatus };
}

async function ask(dependency: Dependency, context = createTestContext()) {
  const [state] = await createDependencies([dependency], context.context).askAll();
  assert.ok(state);
  assert.match(state.detail, /^[A-Z].*\S$/s);
  return state;
}

after(() => closeTransports());

describe("a real Redis", () => {
  let redis: StartedProgram;
  let port: number;
  before(async () => {
    port = await closedPort();
    const run = ["/usr/bin/redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--requirepass", PASSWORD]; // prettier-ignore
    redis = await startProgram(run, async () => (await ask(redisAt(port, { password: PASSWORD }))).isHealthy === true);
  });
  after(() => redis.stop());

  test("that answers PONG is healthy, and what was said is evidence", async () => {
    const context = createTestContext();
    assert.deepEqual(await ask(redisAt(port, { password: PASSWORD }), context), {
      name: "Sessions",
      where: `Sessions, redis://127.0.0.1:${port}/0, environment test`,
      isHealthy: true,
      detail: "PING was answered with PONG.",
    });
    assert.match(context.evidenceText("Sessions: commands and answers"), /"command": "PING"/);
    assert.ok(context.evidence.every(({ content }) => !String(content).includes(PASSWORD)));
  });

  test("that refuses who asks is not known to be ill", async () => {
    for (const [password, word] of [
      [undefined, "NOAUTH"],
      ["wrong-password", "WRONGPASS"],
    ] as const) {
      const { isHealthy, detail } = await ask(redisAt(port, { password }));
      assert.equal(isHealthy, null);
      assert.match(detail, new RegExp(`^It answers, and refuses who asks: ${word}`));
    }
  });
});

test("a Redis that is loading, and one that answers something else, is not healthy", async (t) => {
  for (const [answer, detail] of [
    [
      "-LOADING Redis is loading the dataset in memory\r\n",
      "PING was refused: LOADING Redis is loading the dataset in memory",
    ],
    ["+PANG\r\n", "PING was answered with PANG."],
  ] as const) {
    const server = await startTcpServer((socket) => socket.on("data", (data) => {
      // The client's own commands at the begin of a connection are none of this test's.
      const pings = data.toString().split("PING").length - 1;
      socket.write(data.toString().includes("CLIENT") ? "+OK\r\n".repeat(data.toString().split("CLIENT").length - 1) : "");
      if (pings > 0) socket.write(answer);
    })); // prettier-ignore
    t.after(() => server.stop());
    const state = await ask(redisAt(server.port));
    assert.deepEqual([state.isHealthy, state.detail], [false, detail]);
  }
});

describe("no answer is not healthy, asked twice", () => {
  test("a Redis that is silent, and one that is not there", async (t) => {
    const silent = await startTcpServer(() => undefined);
    t.after(() => silent.stop());
    const state = await ask(redisAt(silent.port));
    assert.equal(state.isHealthy, false);
    assert.match(state.detail, /^PING was not answered: /);
    assert.equal(silent.connections(), 2);
    const gone = await ask(redisAt(await closedPort()));
    assert.deepEqual([gone.isHealthy, gone.detail], [false, "PING was not answered: connection refused."]);
  });

  test("an endpoint that is silent, and one that is not there", async (t) => {
    let asked = 0;
    const silent = await serve(t, () => void (asked += 1));
    const state = await ask(http(silent.url));
    assert.equal(state.isHealthy, false);
    assert.match(state.detail, /^GET \/healthz was not answered: no complete answer within 400 ms\.$/);
    assert.equal(asked, 2);
    const port = await closedPort();
    const gone = await ask(http(`http://127.0.0.1:${port}`));
    assert.deepEqual(
      [gone.isHealthy, gone.detail],
      [false, `GET /healthz was not answered: connection refused by 127.0.0.1:${port}.`],
    );
  });
});

test("a health endpoint is well with its status, ill with another, and unknown where it does not let us ask", async (t) => {
  for (const [status, expected, isHealthy] of [
    [200, 200, true],
    [204, 204, true],
    [200, 204, false],
    [500, 200, false],
    [503, 200, false],
    [401, 200, null],
    [403, 200, null],
    [302, 200, null],
    [401, 401, true],
  ] as const) {
    const { url } = await serve(t, (_request, response) => response.writeHead(status).end());
    assert.deepEqual(await ask(http(url, expected)), {
      name: "Catalogue",
      where: `Catalogue, ${url}/healthz, environment test`,
      isHealthy,
      detail: `GET /healthz was answered with HTTP ${status}; expected is ${expected}.`,
    });
  }
});

test("all are asked at once, each within its own deadline", async (t) => {
  const { url } = await serve(t, () => undefined);
  const start = Date.now();
  const states = await createDependencies([http(url), http(url), http(url)], createTestContext().context).askAll();
  assert.deepEqual(states.map(({ isHealthy }) => isHealthy), [false, false, false]); // prettier-ignore
  assert.ok(Date.now() - start < 2_500, `${Date.now() - start}`);
});

test("what could not be asked is not known: the check was ended, a file of the certificate is missing", async () => {
  const ended = createTestContext();
  ended.interrupt();
  for (const dependency of [redisAt(await closedPort()), http(`http://127.0.0.1:${await closedPort()}`)]) {
    const { isHealthy, detail } = await ask(dependency, ended);
    assert.deepEqual([isHealthy, detail], [null, "It could not be asked: the check was ended meanwhile."]);
  }
  const tls = { isInsecure: false, caFile: "/nowhere/ca.pem" };
  const state = await ask(redisAt(1, { url: "rediss://127.0.0.1:1/0", tls }));
  assert.equal(state.isHealthy, null);
  assert.match(state.detail, /^It could not be asked: .*ca\.pem/);
});
