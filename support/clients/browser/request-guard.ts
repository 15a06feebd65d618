import type { APIResponse, BrowserContext, Route } from "playwright";

/** Where a page may load from, and what its own origin is told. */
export interface Guard {
  readonly ownOrigin: string;
  readonly allowed: ReadonlySet<string>;
  /** Sent to the own origin only: they hold the credentials. */
  readonly ownHeaders: Readonly<Record<string, string>>;
  /** For one request, in ms. */
  readonly timeoutMs: number;
  complain(what: string): void;
}

/** Where an address leads: to a page, out of the allowed origins, or nowhere. */
export type Landing =
  | { readonly kind: "page"; readonly status: number; readonly url: string }
  | { readonly kind: "elsewhere"; readonly url: string }
  | { readonly kind: "no-answer"; readonly why: string };

const MOST_REDIRECTS = 5;

/**
 * Asks for an address before the browser does and follows its redirects. A browser follows them by itself without
 * asking the guard again, and would take the credentials along to wherever they lead.
 */
export async function landOn(browserContext: BrowserContext, url: string, guard: Guard): Promise<Landing> {
  let at = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const headers = headersFor(at, {}, guard);
    const answer = await browserContext.request
      .get(at, { headers, maxRedirects: 0, timeout: guard.timeoutMs })
      .catch(() => undefined);
    if (answer === undefined)
      return { kind: "no-answer", why: `no answer from ${originOf(at)} within ${guard.timeoutMs} ms` };
    const next = redirectOf(answer, at);
    await answer.dispose();
    if (next === null) return { kind: "page", status: answer.status(), url: at };
    if (!guard.allowed.has(originOf(next))) return { kind: "elsewhere", url: withoutQuery(next) };
    at = next;
  }
  return { kind: "no-answer", why: `more than ${MOST_REDIRECTS} redirects` };
}

/** Lets every request of the context pass the guard, web sockets included. */
export async function guardRequests(browserContext: BrowserContext, guard: Guard): Promise<void> {
  await browserContext.route(
    () => true,
    (route) => letPass(route, guard),
  );
  await browserContext.routeWebSocket(
    () => true,
    (socket) => {
      if (guard.allowed.has(originOf(socket.url()))) socket.connectToServer();
      else void socket.close();
    },
  );
}

async function letPass(route: Route, guard: Guard): Promise<void> {
  const request = route.request();
  let at = request.url();
  try {
    for (let redirects = 0; guard.allowed.has(originOf(at)) && redirects <= MOST_REDIRECTS; redirects += 1) {
      const headers = headersFor(at, request.headers(), guard);
      const response = await route.fetch({ url: at, headers, maxRedirects: 0, timeout: guard.timeoutMs });
      const next = redirectOf(response, at);
      if (next === null) return await route.fulfill({ response });
      at = next;
      // Only a GET may be sent again to where it leads.
      if (request.method() !== "GET") break;
    }
    guard.complain(`blocked: ${withoutQuery(at)} may not be loaded from here`);
    await route.abort("blockedbyclient");
  } catch {
    guard.complain(`no answer: ${request.method()} ${withoutQuery(at)}`);
    // The page may be closed already; then nobody waits for this request any more.
    await route.abort("failed").catch(() => undefined);
  }
}

function headersFor(url: string, headers: Readonly<Record<string, string>>, guard: Guard): Record<string, string> {
  return originOf(url) === guard.ownOrigin ? { ...headers, ...guard.ownHeaders } : { ...headers };
}

function redirectOf(response: APIResponse, from: string): string | null {
  const target = response.headers()["location"];
  const isRedirect = response.status() >= 300 && response.status() < 400 && response.status() !== 304;
  return isRedirect && target !== undefined && URL.canParse(target, from) ? new URL(target, from).href : null;
}

/** The origin as a page's: a web socket's counts as that of http. */
function originOf(url: string): string {
  return new URL(url.replace(/^ws(s?):/, "http$1:")).origin;
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
