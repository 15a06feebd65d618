import { Pool, ProxyAgent, type Dispatcher } from "undici";
import type { CheckContext } from "../../model/check-context";
import type { TrafficShares } from "../../model/readings/traffic-shares";
import { interruptedError } from "../process/interrupted-error";
import { readTls } from "../transport/agents";
import type { Connection } from "../transport/connection";
import { credentialsOf } from "../transport/credentials";
import { startDeadline } from "../transport/deadline";
import { createTally, type Tally } from "./sample-tally";

/** Real requests through the balancer. */
export interface SampleOptions {
  /** The service as its users reach it; its deadline is that of the whole sample. */
  readonly connection: Connection;
  /** A path that both tracks answer alike and that changes nothing. */
  readonly path: string;
  readonly requests: number;
  /** Requests under way at once, each on a kept-open connection of its own. */
  readonly concurrency: number;
  /** The response header in which the application says which track answered. */
  readonly trackHeader: string;
  readonly trackValues: { readonly canary: string; readonly legacy: string };
}

/** What came of the sample. */
export type Sample = TrafficShares["sample"];

/**
 * Sends the requests, on fresh connections that belong to nobody else, and counts who answered. Stops at the deadline
 * with fewer sent. The counts are kept as evidence.
 * @throws InconclusiveError where the check was interrupted, or there are no credentials or TLS files to ask with.
 */
export async function takeSample(options: SampleOptions, context: CheckContext): Promise<Sample> {
  const { connection } = options;
  const deadline = startDeadline(connection.deadlineMs, [context.signal]);
  try {
    const credentials = await credentialsOf(connection, context, deadline.signal);
    const dispatcher = await openDispatcher(options);
    const tally = createTally(options);
    const start = new Date().toISOString();
    deadline.signal.addEventListener("abort", () => void dispatcher.destroy(), { once: true });
    await sendAll(dispatcher, options, { ...connection.headers, ...credentials.headers }, tally, deadline.signal);
    const sample: Sample = { start, end: new Date().toISOString(), ...tally.counts() };
    await dispatcher.destroy();
    await context.evidence.keep({
      title: "Sample of requests through the load balancer",
      mediaType: "application/json",
      content: JSON.stringify({ url: sampleUrl(options), ...sample, answers: tally.answers() }, null, 2),
    });
    if (context.signal.aborted) throw interruptedError("the sample of requests", sampleUrl(options), context);
    return sample;
  } finally {
    deadline.release();
  }
}

/** The address that the sample asks, without secrets. */
export function sampleUrl({ connection, path }: Pick<SampleOptions, "connection" | "path">): string {
  return `${connection.baseUrl.replace(/\/$/, "")}${path}`;
}

async function openDispatcher({ connection, concurrency }: SampleOptions): Promise<Dispatcher> {
  const { system, tls, timeoutMs, proxy, baseUrl } = connection;
  const connect = { ...(await readTls(system, tls)), timeout: timeoutMs };
  const times = { connections: concurrency, headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  return proxy === undefined || proxy === "none"
    ? new Pool(new URL(baseUrl).origin, { ...times, connect })
    : new ProxyAgent({ ...times, uri: proxy, requestTls: connect });
}

async function sendAll(
  dispatcher: Dispatcher,
  options: SampleOptions,
  headers: Readonly<Record<string, string>>,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { origin, pathname, search } = new URL(sampleUrl(options));
  const request = { origin, path: pathname + search, method: "GET" as const, headers: { ...headers } };
  let unsent = options.requests;
  const sendInTurn = async (): Promise<void> => {
    while (unsent > 0 && !signal.aborted) {
      unsent -= 1;
      try {
        const answer = await dispatcher.request(request);
        tally.answered(answer.statusCode, answer.headers);
        await answer.body.dump();
      } catch (error) {
        // Cut off by ourselves at the deadline: it says nothing of the balancer, so it does not count as sent.
        if (signal.aborted) return;
        tally.unanswered(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, options.requests) }, sendInTurn));
}
