import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { createLogMarker, type LogMarkerOptions } from "../../../support/clients/log-store/marker";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import type { Cause } from "../../../support/model/outcome";
import { inFolder } from "../temporary-folder";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo, serve } from "../transport/local-servers";

after(() => closeTransports());

const write = (options: LogMarkerOptions) =>
  createLogMarker(options, createTestContext({ runId: "run-7" }).context).write();

function inconclusive(reason: Cause, what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.problems[0].what, what);
    return true;
  };
}

describe("a marked line by a request", () => {
  const request = (baseUrl: string) =>
    ({
      kind: "request",
      connection: connectionTo(baseUrl, { system: "canary", retries: 3 }),
      path: "/health",
      header: "X-Request-Id",
    }) as const;

  test("sends the marker in the header, once", async (t) => {
    const seen: unknown[] = [];
    const { url } = await serve(t, (incoming, response) => {
      seen.push(incoming.headers["x-request-id"]);
      response.end("ok");
    });
    const written = await write(request(url));
    assert.match(written.marker, /^canary-run-7-[0-9a-f-]{36}$/);
    assert.equal(written.writtenBy, `GET ${url}/health with X-Request-Id`);
    assert.ok(Math.abs(Date.parse(written.writtenAt) - Date.now()) < 2_000);
    assert.deepEqual(seen, [written.marker]);
  });

  test("a request that gets no good answer has written nothing that could be waited for, and is not repeated", async (t) => {
    let count = 0;
    const { url } = await serve(t, (_incoming, response) => {
      count += 1;
      response.writeHead(503).end();
    });
    await assert.rejects(write(request(url)), inconclusive("no-data", /HTTP 503/));
    assert.equal(count, 1);
    await assert.rejects(
      write(request(`http://127.0.0.1:${await closedPort()}`)),
      inconclusive("unreachable", /no answer/),
    );
  });
});

describe("a marked line by a file", () => {
  test("appends one whole line to the file that is there", async () => {
    await inFolder({ "app.log": "first\n" }, async (folder) => {
      const path = join(folder, "app.log");
      const written = await write({ kind: "file", path, template: '{"t":"{time}","id":"{marker}"}' });
      const lines = (await readFile(path, "utf8")).split("\n");
      assert.deepEqual(lines, ["first", `{"t":"${written.writtenAt}","id":"${written.marker}"}`, ""]);
      assert.equal(written.writtenBy, `a line appended to ${path}`);
    });
  });

  test("a file that is not there is not created", async () => {
    await inFolder({}, async (folder) => {
      const path = join(folder, "none.log");
      await assert.rejects(write({ kind: "file", path, template: "{marker}" }), inconclusive("not-executed", /ENOENT/));
      await assert.rejects(readFile(path), /ENOENT/);
    });
  });
});

describe("a marked line by a command", () => {
  const command = (run: readonly string[], timeoutMs = 2_000) =>
    ({ kind: "command", run, folder: "/", environment: { FOO: "bar" }, timeoutMs }) as const;

  test("gives it the marker and only the environment that is configured", async () => {
    process.env["PLANTED_SECRET"] = "must-not-arrive";
    const check = createTestContext();
    const run = ["/bin/sh", "-c", 'echo "{marker} $FOO ${PLANTED_SECRET:-none}"'];
    const written = await createLogMarker(command(run), check.context).write();
    delete process.env["PLANTED_SECRET"];
    assert.ok(check.evidenceText("command that writes").includes(`${written.marker} bar none`));
    assert.match(written.writtenBy, /^the command \/bin\/sh -c /);
  });

  test("a command that fails, hangs or is not there has written nothing", async () => {
    await assert.rejects(write(command(["/bin/false"])), inconclusive("not-executed", /it ended with 1\.$/));
    await assert.rejects(
      write(command(["/no/such/program"])),
      inconclusive("not-executed", /failed: there is no program \/no\/such\/program\.$/),
    );
    await assert.rejects(
      write(command(["/bin/sleep", "5"], 100)),
      inconclusive("not-executed", /did not end within 100 ms\.$/),
    );
  });
});
