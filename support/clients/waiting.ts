import { InconclusiveError } from "../errors";
import type { CheckContext } from "../model/check-context";
import type { EvidenceItem } from "../model/evidence";
import { placeOf } from "./place";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";
import type { HttpTransport } from "./transport/http-transport";
import { pollUntil, type Polled } from "./transport/poll";

/** What is read again and again until it is there. */
export interface Waiting<T> {
  /** For people: "the test alert's incident". */
  readonly awaited: string;
  /** Reads once; hand `signal` on with each request, so that none outlives the wait. */
  readonly read: (transport: HttpTransport, signal: AbortSignal) => Promise<T>;
  readonly isEnough: (value: T) => boolean;
  /** How long at most, in ms; the connection's deadline is an upper limit of it. */
  readonly withinMs?: number;
}

/**
 * Reads until it is enough or the time is over, no faster than the connection's pause between two polls.
 * Of each request that was repeated, the last exchange is kept as evidence.
 * @throws InconclusiveError timed-out when the check was ended meanwhile; whatever `read` throws.
 */
export async function waitUntil<T>(
  connection: Connection,
  context: CheckContext,
  waiting: Waiting<T>,
): Promise<Polled<T>> {
  const last = new Map<string, EvidenceItem>();
  const evidence = {
    async keep(item: EvidenceItem) {
      last.set(item.title, item);
    },
  };
  const transport = createHttpTransport(connection, { ...context, evidence });
  try {
    const polled = await pollUntil({
      read: (signal) => waiting.read(transport, signal),
      isEnough: waiting.isEnough,
      deadlineMs: Math.min(waiting.withinMs ?? connection.deadlineMs, connection.deadlineMs),
      intervalMs: connection.pollMs,
      signal: context.signal,
    });
    if (!polled.isEnough && context.signal.aborted) {
      throw ended(waiting.awaited, placeOf(connection, context.environment));
    }
    return polled;
  } finally {
    for (const item of last.values()) {
      await context.evidence.keep(item);
    }
  }
}

function ended(awaited: string, where: string): InconclusiveError {
  return new InconclusiveError("timed-out", [
    {
      what: `The check was ended while it waited for ${awaited}.`,
      where,
      why: "The check's own deadline was over, or the run was interrupted.",
      fix: "Run the check again; if it stays, see in the evidence what took so long.",
    },
  ]);
}
