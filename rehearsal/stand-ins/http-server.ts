import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";

/** What a stand-in sees of a request: the body is complete, decompressed and still text. */
export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The values of the route's `:name` segments, URL-decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a stand-in sends back. */
export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One operation of a system's API: `/incidents/:id` matches one segment per `:name`. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  /** The operation's name in the metric `stand_in_requests_total`. */
  readonly operation: string;
  answer(request: StandInRequest): StandInAnswer | Promise<StandInAnswer>;
}

/** How a stand-in's server behaves. */
export interface ServerOptions {
  readonly routes: readonly Route[];
  /** The system's own answer to a path or method that it does not know. */
  unknown(request: StandInRequest): StandInAnswer;
  /** Looked at before any route: an answer here is sent instead of the route's (authentication, faults). */
  guard?(request: StandInRequest, operation: string): StandInAnswer | undefined;
  /** Headers on every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called once per answer. */
  onAnswer(operation: string, status: number): void;
}

/** A listening server. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string;
  /** Closes the port and all connections; may be called again. */
  readonly stop: () => Promise<void>;
}

const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
const UNKNOWN_OPERATION = "unknown";

/**
 * Starts an HTTP server on a free loopback port. A route that throws is answered with 500 and its message, so that
 * a mistake in a stand-in is seen as one.
 */
export async function listen(options: ServerOptions): Promise<RunningServer> {
  const server = createServer((incoming, outgoing) => {
    void respond(options, incoming, outgoing);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A stand-in listens on no TCP port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(options: ServerOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { operation, answer } = await answerTo(options, incoming);
  options.onAnswer(operation, answer.status);
  if (outgoing.destroyed) return;
  outgoing.writeHead(answer.status, { ...options.headers, ...answer.headers });
  outgoing.end(incoming.method === "HEAD" ? undefined : answer.body);
}

async function answerTo(
  options: ServerOptions,
  incoming: IncomingMessage,
): Promise<{ operation: string; answer: StandInAnswer }> {
  let operation = UNKNOWN_OPERATION;
  try {
    const request = await read(incoming);
    const match = findRoute(options.routes, request);
    operation = match?.route.operation ?? UNKNOWN_OPERATION;
    const seen = match === undefined ? request : { ...request, parameters: match.parameters };
    const answer = options.guard?.(seen, operation) ?? (await (match?.route.answer(seen) ?? options.unknown(seen)));
    return { operation, answer };
  } catch (error) {
    return { operation, answer: text(500, `The stand-in failed: ${error instanceof Error ? error.message : "?"}`) };
  }
}

async function read(incoming: IncomingMessage): Promise<StandInRequest> {
  const url = new URL(incoming.url ?? "/", "http://stand-in");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new Error(`the body is longer than ${BODY_LIMIT_BYTES} bytes`);
    chunks.push(chunk);
  }
  const raw = Buffer.concat(chunks);
  const body = incoming.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
  return {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    parameters: {},
    headers: incoming.headers,
    body: body.toString("utf8"),
  };
}

function findRoute(
  routes: readonly Route[],
  request: StandInRequest,
): { route: Route; parameters: Record<string, string> } | undefined {
  const method = request.method === "HEAD" ? "GET" : request.method;
  for (const route of routes) {
    const parameters = route.method === method ? matchPath(route.path, request.path) : undefined;
    if (parameters !== undefined) return { route, parameters };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? "";
    if (segment.startsWith(":")) {
      if (value === "") return undefined;
      parameters[segment.slice(1)] = decodeURIComponent(value);
    } else if (segment !== value) return undefined;
  }
  return parameters;
}

/** An answer with a JSON body. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): StandInAnswer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** An answer with a plain text body. */
export function text(status: number, body: string): StandInAnswer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

/** An answer with an HTML page. */
export function html(status: number, body: string): StandInAnswer {
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}

/** A redirect that clients follow by GET. */
export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): StandInAnswer {
  return { status: 302, headers: { location, ...headers }, body: "" };
}
