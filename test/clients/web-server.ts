import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Connection } from "../../support/clients/transport/connection";
import type { BrowserOptions } from "../../support/clients/browser";

/** A web server for a test, with what it was asked. */
export interface WebServer {
  readonly url: string;
  /** "GET /path" with the credentials that came along, in their order. */
  readonly asked: readonly { readonly what: string; readonly authorization: string | undefined }[];
  stop(): Promise<void>;
}

/** Answers with what `answer` does to the response. Upgrades (web sockets) are counted as asked, and refused. */
export async function startWebServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<WebServer> {
  const asked: { what: string; authorization: string | undefined }[] = [];
  const note = ({ method, url, headers }: IncomingMessage): void => {
    asked.push({ what: `${method} ${url}`, authorization: headers.authorization });
  };
  const server = createServer((request, response) => {
    note(request);
    answer(request, response);
  });
  server.on("upgrade", (request, socket) => {
    note(request);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends a page. */
export function sendHtml(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(`<!doctype html>${body}`);
}

/** A connection to a test's server, with a bearer token. */
export function connectionTo(baseUrl: string, about: Partial<Connection> = {}): Connection {
  return {
    system: "The test's server",
    baseUrl,
    auth: { kind: "bearer", token: "a-token-of-the-test" },
    headers: {},
    tls: { isInsecure: false },
    timeoutMs: 3_000,
    deadlineMs: 6_000,
    retries: 0,
    pollMs: 100,
    maxBodyBytes: 1_000_000,
    ...about,
  };
}

/** The browser as tests use it. */
export function browserOptions(about: Partial<BrowserOptions> = {}): BrowserOptions {
  return { launchTimeoutMs: 20_000, pageTimeoutMs: 15_000, allowedOrigins: [], ...about };
}
