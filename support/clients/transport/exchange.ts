import type { Explanation } from "../../model/explanation";
import type { Cause } from "../../model/outcome";

/** One HTTP request, in the terms of the system that is asked. */
export interface Ask {
  /** What is asked for, for people: "scrape targets". */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Appended to the connection's base URL; begins with a slash. */
  readonly path: string;
  /** Arrays repeat their name as it stands (`match[]`). */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** One body at most: form fields, anything that JSON can hold, or a text of a media type. */
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: { readonly mediaType: string; readonly body: string };
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether asking again changes nothing; true for GET unless said. Only such requests are tried again. */
  readonly isRepeatable?: boolean;
  /** Deadline of one try, shorter than the connection's own, in ms. */
  readonly timeoutMs?: number;
  /** Ends this request before the connection's deadline: the poll that it belongs to is over. */
  readonly signal?: AbortSignal;
  /** Whether the exchange is kept as evidence; true unless said (polls keep the last one only). */
  readonly isEvidence?: boolean;
}

/** One request with its answer, whatever its status; what is evidence of it is redacted when it is written. */
export interface Exchange {
  readonly system: string;
  readonly operation: string;
  readonly method: string;
  /** Without credentials. */
  readonly url: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Media type without parameters, lower-case; "" where there was none. */
  readonly contentType: string;
  /** Inflated, decoded as UTF-8. */
  readonly body: string;
  /** The try that was answered; ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/** No answer came: not reached, cut off, too large, or not in time. */
export interface NoAnswer {
  readonly kind: "no-answer";
  readonly cause: Extract<Cause, "unreachable" | "timed-out">;
  /** The reason, without secrets: "connection refused by 127.0.0.1:9090". */
  readonly why: string;
  /** The same for an engineer: `new InconclusiveError(reply.cause, [reply.problem])`. */
  readonly problem: Explanation;
  /** Without credentials. */
  readonly url: string;
  /** All tries with the pauses between them. */
  readonly durationMs: number;
}

/** What came of asking. */
export type Reply = { readonly kind: "answered"; readonly exchange: Exchange } | NoAnswer;
