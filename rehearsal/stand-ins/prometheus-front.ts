import { Agent, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "./http-server";
import { forward, readWhole, type Forwarded, type UpstreamAnswer } from "./prometheus-front/forward";
import { answerInManner, CHANGED_OPERATIONS, type FrontManner, type Question } from "./prometheus-front/manner";
import type { CountRequest } from "./request-metrics";

/** What stands before which Prometheus. */
export interface PrometheusFrontOptions {
  readonly manner: FrontManner;
  /** Where the real Prometheus is or will be, without a slash at the end. */
  readonly prometheusUrl: string;
}

/** A reverse proxy before the real Prometheus that tells only a part of what it knows. */
export interface PrometheusFront {
  readonly url: string;
  /** Closes the port and all connections; may be called again. */
  stop(): Promise<void>;
}

/** Starts the front on a free loopback port. Where Prometheus does not answer, it answers 502, as a proxy does. */
export async function startPrometheusFront(
  options: PrometheusFrontOptions,
  count: CountRequest,
): Promise<PrometheusFront> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => void respond(options, agent, count, incoming, outgoing));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The front listens on no TCP port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

async function respond(
  options: PrometheusFrontOptions,
  agent: Agent,
  count: CountRequest,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const path = incoming.url ?? "/";
  const operation = CHANGED_OPERATIONS.find(
    (one) => new URL(path, options.prometheusUrl).pathname === `/api/v1/${one}`,
  );
  const answer = await answerTo(options, operation, incoming, { agent, signal: gone.signal });
  count("prometheus-front", operation ?? "other", answer.status);
  if (outgoing.destroyed) return;
  outgoing.writeHead(answer.status, answer.headers);
  outgoing.end(answer.body);
}

async function answerTo(
  { manner, prometheusUrl }: PrometheusFrontOptions,
  operation: Question["operation"] | undefined,
  incoming: IncomingMessage,
  connection: { readonly agent: Agent; readonly signal: AbortSignal },
): Promise<UpstreamAnswer> {
  const { method = "GET", url: path = "/", headers } = incoming;
  try {
    const asked = { method, path, headers, body: await readWhole(incoming) };
    const whole = await forward(prometheusUrl, asked, connection);
    if (operation === undefined) return whole;
    const question = { operation, parameters: parametersOf(asked) };
    const answer = answerInManner(manner, question, { ...whole, body: whole.body.toString("utf8") });
    return { status: answer.status, headers: answer.headers ?? {}, body: Buffer.from(answer.body) };
  } catch (error) {
    const { status, headers: own, body } = text(502, `Bad Gateway: ${error instanceof Error ? error.message : "?"}\n`);
    return { status, headers: own ?? {}, body: Buffer.from(body) };
  }
}

/** The form's parameters come first, as they do for the servers that are imitated. */
function parametersOf({ path, headers, body }: Forwarded): URLSearchParams {
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const form = new URLSearchParams(isForm ? body.toString("utf8") : "");
  const [, query = ""] = path.split("?");
  return new URLSearchParams([...form, ...new URLSearchParams(query)]);
}
