import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { createApiDocumentation } from "../../support/clients/api-documentation";
import { documentedOperations } from "../../support/clients/api-documentation/openapi-document";
import { closeBrowser } from "../../support/clients/browser";
import { findFreePort } from "../../support/clients/process/free-port";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import type { ApiDocumentation } from "../../support/model/readings/api-documentation";
import { createTestContext, type TestContext } from "./test-context";
import { browserOptions, connectionTo, sendHtml, startWebServer } from "./web-server";

const SWAGGER = dirname(require.resolve("swagger-ui-dist/package.json"));
const OPERATIONS = ["GET /api/v2/canary", "GET /api/v2/items/{item_id}", "POST /api/v2/canary/rollback"];

function openApi(operations: readonly string[]): string {
  const paths: Record<string, Record<string, unknown>> = { "/health": { get: answering(["Service"]) } };
  for (const operation of operations) {
    const [method = "", path = ""] = operation.split(" ");
    paths[path] = { ...paths[path], summary: "A path", [method.toLowerCase()]: answering(["Phase 4"]) };
  }
  return JSON.stringify({ openapi: "3.0.2", info: { title: "Phase 4", version: "2.0.0" }, paths });
}

function answering(tags: readonly string[]): unknown {
  return { tags, responses: { 200: { description: "Good" } } };
}

interface Site {
  readonly document?: string;
  readonly documentStatus?: number;
  readonly pageStatus?: number;
  /** More of Swagger UI's own configuration. */
  readonly configuration?: string;
  readonly style?: string;
  readonly isBundleMissing?: boolean;
  /** The OpenAPI document is asked for by the page and never answered to it; the check's own question is. */
  readonly isDocumentSlow?: boolean;
  /** The page's scripts keep it busy for so long before it draws, in ms. */
  readonly busyMs?: number;
  readonly pageTimeoutMs?: number;
}

interface Read extends TestContext {
  readonly reading: ApiDocumentation;
}

/** Reads the section "Phase 4" of a real Swagger UI. */
async function readSite(site: Site): Promise<Read> {
  const server = await startWebServer((request, response) => {
    const { document = openApi(OPERATIONS), documentStatus = 200, pageStatus = 200, configuration = "" } = site;
    if (request.url === "/openapi.json?slow") return;
    if (request.url === "/openapi.json") {
      response.writeHead(documentStatus, { "content-type": "application/json" }).end(document);
    } else if (request.url?.startsWith("/assets/") === true && site.isBundleMissing !== true) {
      response.end(readFileSync(join(SWAGGER, request.url.replace("/assets/", ""))));
    } else if (request.url === "/docs") {
      const page =
        `<link rel=stylesheet href=/assets/swagger-ui.css><style>${site.style ?? ""}</style><div id=ui></div><script src=/assets/swagger-ui-bundle.js></script>` +
        `<script>for (const end = Date.now() + ${site.busyMs ?? 0}; Date.now() < end; );</script>` +
        `<script>SwaggerUIBundle({ url: "/openapi.json${site.isDocumentSlow === true ? "?slow" : ""}", dom_id: "#ui"${configuration} });</script>`;
      sendHtml(response, page, pageStatus);
    } else {
      response.writeHead(404).end();
    }
  });
  try {
    const test = createTestContext();
    const browser = browserOptions({ pageTimeoutMs: site.pageTimeoutMs ?? 15_000 });
    const options = { connection: connectionTo(server.url), pagePath: "/docs", documentPath: "/openapi.json", browser };
    return { ...test, reading: await createApiDocumentation(options, test.context).open("Phase 4") };
  } finally {
    await server.stop();
  }
}

describe("The API documentation page, by Swagger UI itself in a real browser", () => {
  after(async () => {
    closeTransports();
    await closeBrowser();
  });

  test("the operations that it shows in the section are those of the document", async () => {
    const { reading, evidence } = await readSite({});
    assert.equal(reading.pageStatus, 200);
    assert.deepEqual([...reading.shown].sort(), OPERATIONS);
    assert.deepEqual([...reading.documented].sort(), OPERATIONS);
    assert.deepEqual(reading.pageErrors, []);
    assert.match(reading.pageUrl, /^http:\/\/127\.0\.0\.1:\d+\/docs$/);
    const screenshot = evidence.find(({ mediaType }) => mediaType === "image/png")?.content;
    assert.ok(screenshot instanceof Uint8Array);
    assert.deepEqual([...screenshot.subarray(1, 4)], [...Buffer.from("PNG")]);
  });

  test("a collapsed section is expanded", async () => {
    const { reading } = await readSite({ configuration: ', docExpansion: "none"' });
    assert.deepEqual([...reading.shown].sort(), OPERATIONS);
  });

  test("swagger-endpoint-missing: neither shown nor documented", async () => {
    const { reading } = await readSite({ document: openApi(OPERATIONS.slice(1)) });
    assert.equal(reading.shown.length, 2);
    assert.equal(reading.documented.length, 2);
  });

  test("operations that the page hides are not shown", async () => {
    const { reading } = await readSite({ style: ".opblock-post { display: none }" });
    assert.deepEqual([...reading.shown].sort(), OPERATIONS.slice(0, 2));
    assert.equal(reading.documented.length, 3);
  });

  test("swagger-page-broken: the page is answered with 200 and draws nothing", async () => {
    const { reading, evidence } = await readSite({ isBundleMissing: true });
    assert.equal(reading.pageStatus, 200);
    assert.deepEqual(reading.shown, []);
    assert.equal(reading.documented.length, 3);
    assert.ok(reading.pageErrors.some((what) => what.includes("SwaggerUIBundle is not defined")));
    assert.ok(evidence.some(({ mediaType }) => mediaType === "image/png"));
  });

  test("a document that is refused: nothing is shown or documented, and it is told", async () => {
    const { reading } = await readSite({ documentStatus: 500 });
    assert.deepEqual([reading.shown, reading.documented], [[], []]);
    assert.equal(reading.pageErrors[0], "the OpenAPI document: HTTP 500");
  });

  test("a page that is kept busy draws later, and is waited for", async () => {
    const { reading } = await readSite({ busyMs: 3_000 });
    assert.deepEqual([...reading.shown].sort(), OPERATIONS);
  });

  test("a page that still loads at its deadline: what it would show is not known", async () => {
    await assert.rejects(readSite({ isDocumentSlow: true, pageTimeoutMs: 3_000 }), {
      name: "InconclusiveError",
      reason: "timed-out",
      message: /^The page was still loading after 3000 ms\.\n/,
    });
  });

  test("a page that does not exist is not waited for", async () => {
    const startedAt = performance.now();
    const { reading } = await readSite({ pageStatus: 404 });
    assert.equal(reading.pageStatus, 404);
    assert.deepEqual(reading.shown, []);
    assert.ok(performance.now() - startedAt < 10_000);
  });

  test("a login before the page is no answer about it", async () => {
    await assert.rejects(readSite({ pageStatus: 401 }), {
      name: "InconclusiveError",
      reason: "unauthorised",
      message: /^The test's server does not show the page: it answers HTTP 401\.\n/,
    });
  });

  test("nobody answers", async () => {
    const { context } = createTestContext();
    const connection = connectionTo(`http://127.0.0.1:${await findFreePort()}`);
    const options = { connection, pagePath: "/docs", documentPath: "/openapi.json", browser: browserOptions() };
    const reading = await createApiDocumentation(options, context).open("Phase 4");
    assert.equal(reading.pageStatus, null);
    assert.deepEqual([reading.shown, reading.documented], [[], []]);
    assert.match(reading.pageErrors[0] ?? "", /^the OpenAPI document: /);
  });
});

describe("The operations of an OpenAPI document", () => {
  const exchange = (body: string): Parameters<typeof documentedOperations>[0] => ({
    system: "s",
    operation: "o",
    method: "GET",
    url: "u",
    status: 200,
    headers: {},
    contentType: "application/json",
    body,
    startedAt: "",
    durationMs: 0,
  });
  for (const [what, body, problem] of [
    ["no JSON", "<html>", "the OpenAPI document is none of version 3"],
    ["Swagger 2", '{"swagger":"2.0","paths":{}}', "the OpenAPI document is none of version 3"],
    ["odd paths are passed over", '{"openapi":"3.1.0","paths":{"/a":null,"/b":{"get":{"tags":"Phase 4"}}}}', null],
  ] as const) {
    test(what, () => assert.deepEqual(documentedOperations(exchange(body), "Phase 4"), { operations: [], problem }));
  }
});
