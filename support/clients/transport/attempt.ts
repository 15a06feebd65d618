import { Readable } from "node:stream";
import axios, { type AxiosResponse } from "axios";
import { agentsFor, axiosProxy } from "./agents";
import type { Connection } from "./connection";
import { startDeadline, type Deadline } from "./deadline";
import { BodyTooLargeError, faultOf, type Fault } from "./fault";
import type { WireRequest } from "./request";

/** What one try brought. */
export type Attempt = { readonly startedAt: string; readonly durationMs: number } & (
  { readonly kind: "answered"; readonly answer: Answer } | { readonly kind: "no-answer"; readonly fault: Fault }
);

/** An answer in full: every header name in lower case, the body inflated. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one try is made. */
export interface AttemptOptions {
  readonly timeoutMs: number;
  /** Whether a kept-alive connection may be used: one that the other side is just closing loses the request. */
  readonly isRepeatable: boolean;
  /** The deadline of all tries. */
  readonly total: Deadline;
}

/**
 * Sends a request once and reads the whole answer; never throws for what the other side does.
 * @throws InconclusiveError not-executed when a TLS file cannot be read.
 */
export async function attempt(connection: Connection, request: WireRequest, options: AttemptOptions): Promise<Attempt> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const agents = await agentsFor(connection);
  const deadline = startDeadline(options.timeoutMs, [options.total.signal]);
  try {
    const pair = options.isRepeatable ? agents.repeatable : agents.once;
    const response = await send(connection, request, { ...pair, signal: deadline.signal });
    const headers = flatHeaders(response);
    const body = await readBody(response.data, headers["content-length"], connection.maxBodyBytes);
    const answer = { status: response.status, headers, body };
    return { kind: "answered", answer, startedAt, durationMs: performance.now() - start };
  } catch (error) {
    const fault = lateness(deadline, options) ?? faultOf(error, new URL(request.url).host);
    return { kind: "no-answer", fault, startedAt, durationMs: performance.now() - start };
  } finally {
    deadline.release();
  }
}

interface Wire {
  readonly signal: AbortSignal;
  readonly httpAgent: unknown;
  readonly httpsAgent: unknown;
}

function send(connection: Connection, request: WireRequest, wire: Wire): Promise<AxiosResponse<unknown>> {
  const proxy = axiosProxy(connection);
  return axios.request<unknown>({
    ...request,
    ...wire,
    data: request.body,
    ...(proxy !== undefined && { proxy }),
    responseType: "stream",
    maxRedirects: 0,
    validateStatus: () => true,
    transformRequest: [],
    transformResponse: [],
  });
}

/** Reads the inflated body; one that is announced as too large is not begun. */
async function readBody(stream: unknown, announced: string | undefined, limitBytes: number): Promise<string> {
  if (!(stream instanceof Readable)) return "";
  if (Number(announced) > limitBytes) {
    stream.destroy();
    throw new BodyTooLargeError(limitBytes);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.length;
    if (bytes > limitBytes) throw new BodyTooLargeError(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function flatHeaders({ headers }: AxiosResponse<unknown>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && value !== null)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : String(value);
  }
  return flat;
}

/** The fault of time, if a deadline ended the try: its own, that of all tries, or the check's. */
function lateness(deadline: Deadline, { timeoutMs, total }: AttemptOptions): Fault | null {
  if (total.endedBy() === "outside")
    return { kind: "stopped", why: "the check, or its waiting, was ended before the answer came" };
  if (deadline.endedBy() === null) return null;
  const limitMs = total.endedBy() === "time" ? total.durationMs : timeoutMs;
  return { kind: "too-late", why: `no complete answer within ${limitMs.toLocaleString("en-US")} ms` };
}
