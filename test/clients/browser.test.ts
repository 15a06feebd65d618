import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { closeBrowser, sharedBrowser } from "../../support/clients/browser";
import { withGuardedPage } from "../../support/clients/browser/guarded-page";
import { findFreePort } from "../../support/clients/process/free-port";
import { createTestContext } from "./test-context";
import { browserOptions, connectionTo, sendHtml, startWebServer, type WebServer } from "./web-server";

const TOKEN = "Bearer a-token-of-the-test";

/** Two origins: the page's own, and another that it wants something of. */
async function withTwo<T>(
  html: (other: string) => string,
  work: (own: WebServer, other: WebServer) => Promise<T>,
): Promise<T> {
  const other = await startWebServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/javascript", "access-control-allow-origin": "*" });
    response.end("document.title = 'loaded from the other';");
  });
  const own = await startWebServer((request, response) => {
    if (request.url === "/away") response.writeHead(302, { location: `${other.url}/login` }).end();
    else if (request.url === "/moved") response.writeHead(301, { location: "/moved/to/?here=1" }).end();
    else if (request.url === "/away.js") response.writeHead(302, { location: `${other.url}/x.js` }).end();
    else if (request.url === "/own.js") response.end("document.title = 'loaded from its own';");
    else sendHtml(response, html(other.url));
  });
  try {
    return await work(own, other);
  } finally {
    await Promise.all([own.stop(), other.stop()]);
  }
}

/** The title of the page once all it wants was loaded or refused. */
async function titleOf(
  own: WebServer,
  allowedOrigins: readonly string[] = [],
): Promise<{ title: string; complaints: readonly string[] }> {
  const { context } = createTestContext();
  return withGuardedPage(connectionTo(own.url), browserOptions({ allowedOrigins }), context, async (guarded) => {
    await guarded.open("/");
    await guarded.page.waitForLoadState("networkidle");
    return { title: await guarded.page.title(), complaints: guarded.complaints };
  });
}

describe("The browser", () => {
  after(closeBrowser);

  test("is shared by all checks of the process, and may be started anew after it was closed", async () => {
    const { context } = createTestContext();
    const [first, second] = await Promise.all([1, 2].map(() => sharedBrowser(browserOptions(), context)));
    assert.equal(first, second);
    await closeBrowser();
    assert.equal(first?.isConnected(), false);
    const third = await sharedBrowser(browserOptions(), context);
    assert.equal(third.isConnected(), true);
  });

  test("one that ended by itself is not used again", async () => {
    const { context } = createTestContext();
    const first = await sharedBrowser(browserOptions(), context);
    await first.close();
    const second = await sharedBrowser(browserOptions(), context);
    assert.notEqual(first, second);
    assert.equal(second.isConnected(), true);
  });

  test("where the named one does not exist, the page was not looked at, and it is said how to get one", async () => {
    await closeBrowser();
    const { context } = createTestContext();
    process.env["BROWSER_OF_THE_TEST"] = "/no/such/browser";
    const options = browserOptions({ executableVariable: "BROWSER_OF_THE_TEST" });
    await assert.rejects(sharedBrowser(options, context), {
      name: "InconclusiveError",
      reason: "not-executed",
      message:
        "The page could not be looked at: no browser could be started, there is no /no/such/browser.\n" +
        "Where: browser in environments/test.yaml, on this machine\n" +
        "Why: Probably neither Chromium nor Chrome is installed, or a library that it needs is missing.\n" +
        "Fix: Install one (Debian, Ubuntu: apt-get install chromium-headless-shell; elsewhere: npx playwright install chromium), " +
        "or name its path as browser.executablePath.",
    });
    delete process.env["BROWSER_OF_THE_TEST"];
    await assert.rejects(sharedBrowser(browserOptions({ executablePath: "/bin/false" }), context), {
      reason: "not-executed",
      message: /no browser could be started, \/bin\/false did not start within/,
    });
  });
});

describe("A guarded page", () => {
  after(closeBrowser);

  test("gives its own origin the credentials", async () => {
    await withTwo(
      () => "<script src=/own.js></script>",
      async (own) => {
        assert.equal((await titleOf(own)).title, "loaded from its own");
        assert.ok(own.asked.length >= 2);
        assert.deepEqual([...new Set(own.asked.map(({ authorization }) => authorization))], [TOKEN]);
      },
    );
  });

  test("loads nothing from another origin: no script, no fetch, no frame, no web socket", async () => {
    const html = (other: string): string =>
      `<title>untouched</title><script src=${other}/x.js></script><iframe src=${other}/frame></iframe>` +
      `<script>fetch("${other}/post", { method: "POST", body: "x" }).catch(() => 0);` +
      `new WebSocket("${other.replace("http", "ws")}/socket");</script>`;
    await withTwo(html, async (own, other) => {
      const { title, complaints } = await titleOf(own);
      await sleep(100);
      assert.equal(title, "untouched");
      assert.deepEqual(other.asked, []);
      assert.ok(complaints.some((what) => what === `blocked: ${other.url}/x.js may not be loaded from here`));
    });
  });

  test("loads from an allowed origin, and gives it no credentials", async () => {
    await withTwo(
      (other) => `<script src=${other}/x.js></script>`,
      async (own, other) => {
        assert.equal((await titleOf(own, [other.url])).title, "loaded from the other");
        assert.deepEqual(other.asked, [{ what: "GET /x.js", authorization: undefined }]);
      },
    );
  });

  test("follows no redirect to another origin, neither of the page nor of what it loads", async () => {
    await withTwo(
      () => "<title>untouched</title><script src=/away.js></script>",
      async (own, other) => {
        assert.equal((await titleOf(own)).title, "untouched");
        const { context } = createTestContext();
        const opened = await withGuardedPage(connectionTo(own.url), browserOptions(), context, ({ open }) =>
          open("/away"),
        );
        assert.deepEqual(opened, { kind: "elsewhere", url: `${other.url}/login` });
        assert.deepEqual(other.asked, []);
      },
    );
  });

  test("follows a redirect within its origin, with the credentials", async () => {
    await withTwo(
      () => "<title>here</title>",
      async (own) => {
        const { context } = createTestContext();
        const opened = await withGuardedPage(connectionTo(own.url), browserOptions(), context, ({ open }) =>
          open("/moved"),
        );
        assert.deepEqual(opened, { kind: "page", status: 200, url: `${own.url}/moved/to/?here=1` });
        assert.ok(own.asked.every(({ authorization }) => authorization === TOKEN));
      },
    );
  });

  test("says that nobody answers", async () => {
    const { context } = createTestContext();
    const connection = connectionTo(`http://127.0.0.1:${await findFreePort()}`);
    const opened = await withGuardedPage(connection, browserOptions(), context, ({ open }) => open("/"));
    assert.equal(opened.kind, "no-answer");
  });

  test("a page whose script runs without end is left in time", async (t) => {
    const own = await startWebServer((_request, response) => sendHtml(response, "<script>for (;;);</script>"));
    t.after(() => own.stop());
    const { context } = createTestContext();
    await sharedBrowser(browserOptions(), context);
    const options = browserOptions({ pageTimeoutMs: 1_000, launchTimeoutMs: 500 });
    const looking = withGuardedPage(connectionTo(own.url), options, context, async ({ open, page }) => {
      await open("/");
      return page.evaluate(() => document.title);
    });
    await assert.rejects(looking, {
      name: "InconclusiveError",
      reason: "timed-out",
      message: /did not react within 2500 ms/,
    });
  });

  test("an interruption ends the look at once", async (t) => {
    const silent = await startWebServer(() => undefined);
    t.after(() => silent.stop());
    const { context, interrupt } = createTestContext();
    await sharedBrowser(browserOptions(), context);
    const looking = withGuardedPage(connectionTo(silent.url), browserOptions(), context, async ({ open, page }) => {
      await open("/");
      await page.waitForTimeout(60_000);
    });
    await sleep(200);
    interrupt();
    await assert.rejects(looking, { name: "InconclusiveError", reason: "not-executed" });
  });
});
