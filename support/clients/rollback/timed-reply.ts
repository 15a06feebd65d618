import type { Explanation } from "../../model/explanation";
import type { Ask } from "../transport/exchange";
import type { HttpTransport } from "../transport/http-transport";
import { parsedJson } from "../transport/json-text";

/** When a request was sent, and when it was over; ISO 8601 in UTC. */
export interface Timing {
  readonly askedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
}

/** An answer with its times, whatever its status, or that none came. */
export type TimedReply =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly body: string;
      /** The body as JSON; undefined where it is none. */
      readonly document: unknown;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      readonly timing: Timing;
    }
  | {
      readonly kind: "no-answer";
      /** Timed-out: no complete answer in time; unreachable: refused or cut off. */
      readonly cause: "timed-out" | "unreachable";
      readonly why: string;
      readonly problem: Explanation;
      readonly timing: Timing;
    };

/** Asks, and notes the time that it took with all that belongs to it. */
export async function timedReply(transport: HttpTransport, ask: Ask): Promise<TimedReply> {
  const [askedAt, start] = [new Date().toISOString(), performance.now()];
  const reply = await transport.tryAsk(ask);
  const durationMs = Math.round(performance.now() - start);
  const timing = { askedAt, endedAt: new Date().toISOString(), durationMs };
  if (reply.kind === "no-answer") {
    const { kind, cause, why, problem } = reply;
    return { kind, cause, why, problem, timing };
  }
  const { status, body, headers } = reply.exchange;
  return { kind: "answered", status, body, document: parsedJson(body), headers, timing };
}
