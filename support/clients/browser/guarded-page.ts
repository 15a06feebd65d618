import type { BrowserContext, BrowserContextOptions, Page } from "playwright";
import type { CheckContext } from "../../model/check-context";
import { sharedBrowser, type BrowserOptions } from "../browser";
import { interruptedError } from "../process/interrupted-error";
import type { Connection } from "../transport/connection";
import { credentialsOf } from "../transport/credentials";
import { beforeEnd, startDeadline } from "../transport/deadline";
import { frozenPageError, pageLostError } from "./explanations";
import { guardRequests, landOn, type Guard } from "./request-guard";

/** A page that may load from its own origin and the allowed ones only. */
export interface GuardedPage {
  readonly page: Page;
  /**
   * Opens an address of the connection, after the redirects within the allowed origins.
   * @param path with query; begins with a slash.
   */
  readonly open: (path: string) => Promise<Opened>;
  /** What the page complained of, or was refused: for people, at most 20. */
  readonly complaints: readonly string[];
}

/** How an address was answered: with a page, with a redirect out of the allowed origins, or not at all. */
export type Opened =
  | { readonly kind: "page"; readonly status: number; readonly url: string }
  | { readonly kind: "elsewhere"; readonly url: string }
  | { readonly kind: "no-answer"; readonly why: string };

const VIEWPORT = { width: 1280, height: 720 };
const MOST_COMPLAINTS = 20;
const LONGEST_COMPLAINT = 300;

/**
 * Gives the work a page of its own in the shared browser and closes it afterwards. The connection's credentials go to
 * the connection's own origin only; every other origin that is not allowed is blocked, redirects included.
 * @throws InconclusiveError not-executed without a browser or where it crashed; timed-out where the page does not react;
 *   where the check was interrupted.
 */
export async function withGuardedPage<T>(
  connection: Connection,
  options: BrowserOptions,
  context: CheckContext,
  work: (guarded: GuardedPage) => Promise<T>,
): Promise<T> {
  // The work keeps to its own deadline; a page that does not react at all is left after twice its time.
  const deadline = startDeadline(2 * options.pageTimeoutMs + options.launchTimeoutMs, [context.signal]);
  const credentials = await credentialsOf(connection, context, deadline.signal);
  const browser = await sharedBrowser(options, context);
  const browserContext = await browser.newContext({
    viewport: VIEWPORT,
    locale: "en-US",
    serviceWorkers: "block",
    reducedMotion: "reduce",
    acceptDownloads: false,
    ignoreHTTPSErrors: connection.tls.isInsecure,
    ...clientCertificate(connection),
    ...proxyOf(connection),
  });
  try {
    const ownHeaders = { ...connection.headers, ...credentials.headers };
    const guarded = await openGuarded(browserContext, connection, options, ownHeaders);
    return await beforeEnd(deadline.signal, work(guarded));
  } catch (error) {
    if (deadline.endedBy() === "time") throw frozenPageError(connection.baseUrl, deadline.durationMs, context);
    if (context.signal.aborted) throw interruptedError("the look at the page", connection.baseUrl, context);
    if (!browser.isConnected() || browserContext.isClosed()) throw pageLostError(connection.baseUrl, context);
    throw error;
  } finally {
    deadline.release();
    // Not waited for: what the page still loads must not hold the check.
    void browserContext.close().catch(() => undefined);
  }
}

async function openGuarded(
  browserContext: BrowserContext,
  connection: Connection,
  { allowedOrigins, pageTimeoutMs }: BrowserOptions,
  ownHeaders: Readonly<Record<string, string>>,
): Promise<GuardedPage> {
  const complaints = new Set<string>();
  const complain = (what: string): void => {
    if (complaints.size < MOST_COMPLAINTS) complaints.add(what);
  };
  const ownOrigin = new URL(connection.baseUrl).origin;
  const allowed = new Set([ownOrigin, ...allowedOrigins.map((origin) => new URL(origin).origin)]);
  const guard: Guard = { ownOrigin, allowed, ownHeaders, timeoutMs: pageTimeoutMs, complain };
  await guardRequests(browserContext, guard);
  const page = await browserContext.newPage();
  page.setDefaultTimeout(pageTimeoutMs);
  page.on("console", (message) => {
    if (message.type() === "error") complain(`console: ${message.text().slice(0, LONGEST_COMPLAINT)}`);
  });
  page.on("pageerror", (error) => complain(`script: ${error.message.slice(0, LONGEST_COMPLAINT)}`));
  const open = async (path: string): Promise<Opened> => {
    const landed = await landOn(browserContext, `${connection.baseUrl.replace(/\/$/, "")}${path}`, guard);
    if (landed.kind !== "page") return landed;
    try {
      const response = await page.goto(landed.url, { waitUntil: "domcontentloaded", timeout: pageTimeoutMs });
      return { kind: "page", status: response?.status() ?? landed.status, url: page.url() };
    } catch (error) {
      if (browserContext.isClosed() || page.isClosed()) throw error;
      return { kind: "no-answer", why: `it was not loaded within ${pageTimeoutMs} ms` };
    }
  };
  return {
    page,
    open,
    get complaints() {
      return [...complaints];
    },
  };
}

function clientCertificate({ baseUrl, tls }: Connection): BrowserContextOptions {
  const { certFile, keyFile } = tls;
  if (certFile === undefined || keyFile === undefined) return {};
  return { clientCertificates: [{ origin: new URL(baseUrl).origin, certPath: certFile, keyPath: keyFile }] };
}

function proxyOf({ proxy }: Connection): BrowserContextOptions {
  return proxy === undefined || proxy === "none" ? {} : { proxy: { server: proxy } };
}
