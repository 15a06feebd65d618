import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createServers } from "../../../support/clients/servers";
import type { Inventory, Server } from "../../../support/clients/servers/inventory";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "../transport/local-servers";
import { serveSrv } from "./name-server";

let folder = "";
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "inventory-"));
});
after(async () => {
  closeTransports();
  await rm(folder, { recursive: true });
});

describe("a list", () => {
  test("gives each server its name, health address and versions; twice the same counts once", async () => {
    const servers = await read({
      kind: "list",
      servers: [
        { url: "https://web-01.test:8443/" },
        { name: "canary", url: "http://web-02.test/base", versions: ["2.1.0"] },
        { name: "again", url: "https://web-01.test:8443" },
      ],
    });
    assert.deepEqual(servers, [
      {
        name: "web-01.test:8443",
        url: "https://web-01.test:8443/health",
        expectedVersions: ["2.0.0", "1.9.4"],
        host: null,
      },
      { name: "canary", url: "http://web-02.test/base/health", expectedVersions: ["2.1.0"], host: null },
    ]);
  });

  test("that is empty is no healthy fleet", async () => {
    const error = await failure({ kind: "list", servers: [] });
    assert.equal(error.reason, "no-data");
    assert.equal(
      error.message,
      "The inventory names no server, so none is known to be healthy.\n" +
        "Where: servers.inventory.servers, environment test\n" +
        "Why: Probably servers are not registered there, or the place is another.\n" +
        "Fix: Register the servers, or correct servers.inventory in the environment file.",
    );
  });

  test("that is shorter than it must be is not the whole fleet", async () => {
    const error = await failure({ kind: "list", servers: [{ url: "http://web-01.test" }] }, 2);
    assert.equal(error.reason, "partial-coverage");
    assert.equal(error.problems[0].what, "The inventory names 1 of at least 2 servers.");
  });
});

describe("a file", () => {
  const files: readonly { readonly name: string; readonly content: string; readonly urls: readonly string[] }[] = [
    {
      name: "servers.txt",
      content: "# the fleet\nhttp://web-01.test:8080  # first\r\n\n  http://web-02.test:8080\n",
      urls: ["http://web-01.test:8080/health", "http://web-02.test:8080/health"],
    },
    {
      name: "servers.yaml",
      content: "- http://web-01.test\n- {name: two, url: 'http://web-02.test', versions: ['2.1.0']}\n",
      urls: ["http://web-01.test/health", "http://web-02.test/health"],
    },
    {
      name: "servers.json",
      content: '["http://web-01.test", {"url": "http://web-02.test"}]',
      urls: ["http://web-01.test/health", "http://web-02.test/health"],
    },
  ];
  for (const { name, content, urls } of files) {
    test(`${name} lists the servers`, async () => {
      const path = await file(name, content);
      const servers = await read({ kind: "file", path });
      assert.deepEqual(
        servers.map(({ url }) => url),
        urls,
      );
    });
  }

  const faults: readonly { readonly name: string; readonly content: string; readonly what: string }[] = [
    {
      name: "bad.txt",
      content: "http://web-01.test\nweb-02.test\nftp://web-03.test\n",
      what: "The inventory's file is faulty: line 2, line 3.",
    },
    {
      name: "secret.txt",
      content: "http://robot:secret@web-01.test\n",
      what: "The inventory's file is faulty: line 1.",
    },
    {
      name: "bad.yaml",
      content: "- http://web-01.test\n- {address: 'http://web-02.test'}\n- 7\n",
      what: "The inventory's file is faulty: entry 2, entry 3.",
    },
    { name: "map.yaml", content: "servers: [http://web-01.test]\n", what: "The inventory's file holds no list." },
    { name: "torn.json", content: '["http://web-01.test",', what: "The inventory's file does not parse." },
    {
      name: "long.txt",
      content: "x\n".repeat(8),
      what: "The inventory's file is faulty: line 1, line 2, line 3, line 4, line 5 and 3 more.",
    },
  ];
  for (const { name, content, what } of faults) {
    test(`${name}: ${what}`, async () => {
      const error = await failure({ kind: "file", path: await file(name, content) });
      assert.equal(error.reason, "no-data");
      assert.equal(error.problems[0].what, what);
    });
  }

  test("that is not there, or empty, is no healthy fleet", async () => {
    const absent = await failure({ kind: "file", path: join(folder, "absent.yaml") });
    assert.equal(absent.problems[0].what, "The inventory's file cannot be read.");
    for (const name of ["empty.txt", "empty.yaml"]) {
      const error = await failure({ kind: "file", path: await file(name, "# none\n") });
      assert.equal(error.reason, "no-data");
      assert.equal(error.problems[0].what, "The inventory names no server, so none is known to be healthy.");
    }
  });
});

describe("DNS", () => {
  test("address records give numbers, which are asked by the name", async () => {
    const servers = await read({ kind: "dns", host: "localhost", record: "address", scheme: "http", port: 8080 });
    const known = ["http://127.0.0.1:8080/health", "http://[::1]:8080/health"];
    assert.ok(servers.length > 0 && servers.every(({ url }) => known.includes(url)), JSON.stringify(servers));
    assert.ok(servers.every(({ host }) => host === "localhost:8080"));
  });

  test("SRV records give names and ports", async (t) => {
    const nameServer = await serveSrv(t, [
      { name: "web-01.test", port: 8080 },
      { name: "web-02.test", port: 8081 },
    ]);
    const servers = await read(srv(nameServer));
    assert.deepEqual(servers.map(({ url }) => url).sort(), [
      "http://web-01.test:8080/health",
      "http://web-02.test:8081/health",
    ]);
    assert.ok(servers.every(({ host }) => host === null));
  });

  test("a name that is not known is an empty inventory", async (t) => {
    const error = await failure(srv(await serveSrv(t, "unknown")));
    assert.equal(error.reason, "no-data");
    assert.equal(error.problems[0].where, "servers.inventory, DNS name _health._tcp.fleet.test, environment test");
  });

  test("a name server that fails is not an empty inventory", async (t) => {
    const error = await failure(srv(await serveSrv(t, "failed")));
    assert.equal(error.reason, "unreachable");
    assert.equal(error.problems[0].what, "DNS does not tell the servers of _health._tcp.fleet.test (ESERVFAIL).");
  });

  test("a name server that is silent is waited for no longer than the deadline", async (t) => {
    const start = performance.now();
    const error = await failure(srv(await serveSrv(t, "silent")), 1, 500);
    assert.equal(error.reason, "timed-out");
    assert.ok(performance.now() - start < 2_000);
  });
});

describe("Prometheus", () => {
  const TARGETS = {
    status: "success",
    data: {
      activeTargets: [
        target("http://10.0.0.1:9100/metrics", { job: "phase4", instance: "web-01", zone: "a" }, "up"),
        target("http://10.0.0.2:9100/metrics", { job: "phase4", instance: "web-02", zone: "b" }, "down"),
        target("http://10.0.0.3:9100/metrics", { job: "node", instance: "web-03", zone: "a" }, "up"),
      ],
    },
  };

  test("the targets of the job are the servers, whether or not they are up", async (t) => {
    const prometheus = await answering(t, TARGETS);
    const servers = await read({
      kind: "prometheus",
      connection: prometheus,
      job: "phase4",
      scheme: "http",
      port: 8000,
    });
    assert.deepEqual(
      servers.map(({ name, url }) => [name, url]),
      [
        ["web-01", "http://10.0.0.1:8000/health"],
        ["web-02", "http://10.0.0.2:8000/health"],
      ],
    );
  });

  test("labels narrow them; without a port of its own the scraped one is asked", async (t) => {
    const prometheus = await answering(t, TARGETS);
    const inventory = { kind: "prometheus", connection: prometheus, job: "phase4", scheme: "https" } as const;
    const servers = await read({ ...inventory, labels: { zone: "b" } });
    assert.deepEqual(
      servers.map(({ url }) => url),
      ["https://10.0.0.2:9100/health"],
    );
  });

  test("a job without a target is no healthy fleet", async (t) => {
    const prometheus = await answering(t, TARGETS);
    const error = await failure({ kind: "prometheus", connection: prometheus, job: "phase5", scheme: "http" });
    assert.equal(error.reason, "no-data");
    assert.equal(error.problems[0].where, "servers.inventory, Prometheus job phase5, environment test");
  });

  test("a warning of its own means that servers may be missing", async (t) => {
    const prometheus = await answering(t, { ...TARGETS, warnings: ["store b is not reached"] });
    const error = await failure({ kind: "prometheus", connection: prometheus, job: "phase4", scheme: "http" });
    assert.equal(error.reason, "provider-warning");
    assert.equal(error.problems[0].what, "Prometheus warns about its own targets: store b is not reached.");
  });

  test("that does not answer is unreachable", async () => {
    const connection = connectionTo("http://127.0.0.1:1");
    const error = await failure({ kind: "prometheus", connection, job: "phase4", scheme: "http" });
    assert.equal(error.reason, "unreachable");
  });
});

function target(scrapeUrl: string, labels: Record<string, string>, health: string): object {
  return { scrapeUrl, labels, health, scrapePool: labels["job"] };
}

async function answering(t: Parameters<typeof serve>[0], answer: unknown): Promise<ReturnType<typeof connectionTo>> {
  const { url } = await serve(t, (request, response) => {
    assert.equal(request.url, "/api/v1/targets?state=active");
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  return connectionTo(url);
}

function srv(nameServer: string): Inventory {
  const host = "_health._tcp.fleet.test";
  return { kind: "dns", host, record: "srv", scheme: "http", nameServers: [nameServer] };
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

function read(inventory: Inventory, atLeast = 1, deadlineMs = 5_000): Promise<readonly Server[]> {
  const options = {
    inventory,
    health: { path: "/health", statusPointer: "/status", versionPointer: "/version", versions: ["2.0.0", "1.9.4"] },
    connection: connectionTo("http://unused.test", { deadlineMs }),
    atLeast,
  };
  return createServers(options, createTestContext().context).inventory();
}

async function failure(...about: Parameters<typeof read>): Promise<InconclusiveError> {
  const error = await read(...about).then(
    () => assert.fail("The inventory was read."),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof InconclusiveError, String(error));
  return error;
}
