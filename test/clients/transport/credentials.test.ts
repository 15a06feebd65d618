import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Auth } from "../../../support/clients/transport/connection";
import { closeTransports, createHttpTransport } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import { createTestContext } from "../test-context";
import { connectionTo, serve, type LocalServer } from "./local-servers";

const HEALTH = { operation: "health", method: "GET", path: "/" } as const;
let folder = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "credentials-"));
});
after(async () => {
  closeTransports();
  await rm(folder, { recursive: true });
});

describe("each kind of auth sends its header", () => {
  const cases: readonly { readonly auth: Auth; readonly name: string; readonly value: string | undefined }[] = [
    { auth: { kind: "none" }, name: "authorization", value: undefined },
    { auth: { kind: "basic", user: "a", password: "b" }, name: "authorization", value: "Basic YTpi" },
    { auth: { kind: "bearer", token: "t0ken" }, name: "authorization", value: "Bearer t0ken" },
    {
      auth: { kind: "header", name: "Authorization", prefix: "ApiKey ", value: "k3y" },
      name: "authorization",
      value: "ApiKey k3y",
    },
    { auth: { kind: "header", name: "X-Api-Key", prefix: "", value: "k3y" }, name: "x-api-key", value: "k3y" },
  ];
  for (const { auth, name, value } of cases) {
    test(`${auth.kind}: ${value ?? "nothing"}`, async (t) => {
      const { server, seen } = await recording(t, name);
      await createHttpTransport(connectionTo(server.url, { auth }), createTestContext().context).ask(HEALTH);
      assert.deepEqual(seen, [value]);
    });
  }
});

describe("a token from a command", () => {
  test("is asked for once a run, whatever the number of checks", async (t) => {
    const { server, seen } = await recording(t, "authorization");
    const counter = join(folder, "asked");
    const auth = { kind: "bearer-from-command", command: tokenCommand(counter) } as const;
    const ask = async (runId: string): Promise<void> => {
      await createHttpTransport(connectionTo(server.url, { auth }), createTestContext({ runId }).context).ask(HEALTH);
    };
    await Promise.all([ask("run-1"), ask("run-1"), ask("run-1")]);
    await ask("run-1");
    assert.equal(await readFile(counter, "utf8"), "x");
    await ask("run-2");
    assert.equal(await readFile(counter, "utf8"), "xx");
    assert.deepEqual(new Set(seen), new Set(["Bearer fresh-token"]));
  });

  const failures: readonly { readonly name: string; readonly script: string; readonly reason: string }[] = [
    { name: "that fails", script: "process.exit(7)", reason: "it ended with code 7" },
    { name: "that prints nothing", script: "", reason: "its content is empty" },
    {
      name: "that prints a login text",
      script: "console.log('Please log in:\\nhttps://sso.example')",
      reason: "its content is not one word of a token",
    },
  ];
  for (const { name, script, reason } of failures) {
    test(`${name} ends the check as unauthorised`, async (t) => {
      const { server, seen } = await recording(t, "authorization");
      const error = await refused(server, { kind: "bearer-from-command", command: [process.execPath, "-e", script] });
      assert.equal(error.reason, "unauthorised");
      assert.equal(
        error.message,
        `There is no token to ask Prometheus with: ${reason}.\n` +
          `Where: auth.command of Prometheus in the environment file: ${process.execPath}\n` +
          "Why: Probably the login that the token comes from has ended, or this account may not use it.\n" +
          "Fix: Run the command or read the file as this account, and log in anew where it fails.",
      );
      assert.deepEqual(seen, []);
    });
  }

  test("that does not exist ends the check as unauthorised", async (t) => {
    const { server } = await recording(t, "authorization");
    const error = await refused(server, { kind: "bearer-from-command", command: ["/no/such/program"] });
    assert.equal(error.problems[0].what, "There is no token to ask Prometheus with: it could not be run.");
  });

  test("that hangs is ended before the connection's deadline", async (t) => {
    const { server } = await recording(t, "authorization");
    const command = [process.execPath, "-e", "setTimeout(() => {}, 60_000)"];
    const connection = connectionTo(server.url, { auth: { kind: "bearer-from-command", command }, deadlineMs: 1_000 });
    const start = performance.now();
    const error = await createHttpTransport(connection, createTestContext().context)
      .tryAsk(HEALTH)
      .then(() => assert.fail("It was answered."), asInconclusive);
    assert.ok(performance.now() - start < 1_100);
    assert.equal(error.reason, "unauthorised");
    assert.equal(error.problems[0].what, "There is no token to ask Prometheus with: it did not end within 750 ms.");
  });
});

describe("a token from a file", () => {
  test("is read at each request", async (t) => {
    const { server, seen } = await recording(t, "authorization");
    const path = join(folder, "token");
    const transport = createHttpTransport(
      connectionTo(server.url, { auth: { kind: "bearer-from-file", path } }),
      createTestContext().context,
    );
    for (const token of ["first", "second"]) {
      await writeFile(path, `${token}\n`);
      await transport.ask(HEALTH);
    }
    assert.deepEqual(seen, ["Bearer first", "Bearer second"]);
  });

  test("that is not there ends the check as unauthorised", async (t) => {
    const { server } = await recording(t, "authorization");
    const error = await refused(server, { kind: "bearer-from-file", path: join(folder, "absent") });
    assert.equal(error.reason, "unauthorised");
    assert.equal(error.problems[0].what, "There is no token to ask Prometheus with: the file cannot be read.");
  });
});

async function recording(
  t: Parameters<typeof serve>[0],
  header: string,
): Promise<{ server: LocalServer; seen: (string | undefined)[] }> {
  const seen: (string | undefined)[] = [];
  const server = await serve(t, (request, response) => {
    const value = request.headers[header];
    seen.push(Array.isArray(value) ? value.join() : value);
    response.end();
  });
  return { server, seen };
}

function tokenCommand(counter: string): readonly string[] {
  const script = `require("fs").appendFileSync(${JSON.stringify(counter)}, "x"); console.log("fresh-token")`;
  return [process.execPath, "-e", script];
}

async function refused(server: LocalServer, auth: Auth): Promise<InconclusiveError> {
  const transport = createHttpTransport(connectionTo(server.url, { auth }), createTestContext().context);
  const error = await transport.ask(HEALTH).then(() => assert.fail("It was answered."), asInconclusive);
  return error;
}

function asInconclusive(error: unknown): InconclusiveError {
  assert.ok(error instanceof InconclusiveError, String(error));
  return error;
}
