import { request, type Agent, type IncomingHttpHeaders, type IncomingMessage } from "node:http";

/** A request as it goes on to the server behind the front; the body is complete. */
export interface Forwarded {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What came back. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Headers that belong to one connection or to one encoding of a body: never passed on. */
const OWN_TO_A_CONNECTION = ["connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"];

/**
 * Asks the server behind. Bodies come back uncompressed.
 * @throws Error of the connection; an AbortError when the signal aborts.
 */
export async function forward(
  base: string,
  { method, path, headers, body }: Forwarded,
  connection: { readonly agent: Agent; readonly signal: AbortSignal },
): Promise<UpstreamAnswer> {
  const passed = { ...passedOn(headers), host: new URL(base).host, "content-length": String(body.length) };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(path, base), { method, headers: passed, ...connection })
      .once("response", resolve)
      .once("error", reject)
      .end(body);
  });
  const received = await readWhole(answer);
  return { status: answer.statusCode ?? 502, headers: passedOn(answer.headers), body: received };
}

/** The whole body of a message. @throws Error where it breaks off. */
export async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  const named = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || OWN_TO_A_CONNECTION.includes(name) || name === "accept-encoding"
      ? []
      : [[name, Array.isArray(value) ? value.join(", ") : value]],
  );
  return Object.fromEntries(named);
}
