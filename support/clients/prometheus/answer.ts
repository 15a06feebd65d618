import { z, type ZodType } from "zod";
import { InconclusiveError } from "../../errors";
import type { Cause } from "../../model/outcome";

/** What the API says of every answer, beside the data themselves. */
export interface Answer<T> {
  readonly data: T;
  /** Remarks that do not make the answer partial: "metric might not be a counter". */
  readonly infos: readonly string[];
}

/** Statuses that carry the API's own envelope; anything else comes from a proxy or a wrong path. */
export const ENVELOPE_STATUSES = [200, 400, 406, 422, 499, 500, 503] as const;

/**
 * Shape of every answer of the HTTP API, with data of a given shape.
 * Source: Prometheus HTTP API, "Format overview".
 */
export function envelopeOf<T>(data: ZodType<T>) {
  return z.discriminatedUnion("status", [
    z.object({
      status: z.literal("success"),
      data,
      warnings: z.array(z.string()).nullish(),
      infos: z.array(z.string()).nullish(),
    }),
    z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
  ]);
}

/** An answer as it came: a success with its remarks, or the API's own error. */
export type Envelope<T> =
  | {
      readonly status: "success";
      readonly data: T;
      readonly warnings?: readonly string[] | null | undefined;
      readonly infos?: readonly string[] | null | undefined;
    }
  | { readonly status: "error"; readonly errorType: string; readonly error: string };

interface ErrorMeaning {
  readonly cause: Cause;
  readonly why: string;
  readonly fix: string;
}

const NOT_UNDERSTOOD = {
  cause: "not-executed",
  why: "The server did not understand or does not know what it was asked.",
  fix: "Check the query and the server's kind and version; the request is in the evidence.",
} as const;

const NOT_ABLE = {
  cause: "provider-warning",
  why: "The server tried and could not work it out; nothing can be said about its data.",
  fix: "Look at the server's log, then run the check again.",
} as const;

const NOT_IN_TIME = {
  cause: "timed-out",
  why: "The server gave up: the query is too large for it, or it is overloaded.",
  fix: "Look at its load, or raise --query.timeout and the connection's timeoutSeconds; then run the check again.",
} as const;

/** The API's error words, each with what it means for a check; an unknown word means that the server could not. */
const ERROR_MEANINGS: Readonly<Record<string, ErrorMeaning>> = {
  bad_data: NOT_UNDERSTOOD,
  not_found: NOT_UNDERSTOOD,
  not_acceptable: NOT_UNDERSTOOD,
  timeout: NOT_IN_TIME,
  canceled: NOT_IN_TIME,
  execution: NOT_ABLE,
  internal: NOT_ABLE,
  unavailable: NOT_ABLE,
};

/**
 * The data of a whole answer.
 * @param asked what was asked for, for people: "scrape targets".
 * @param where system, address and environment.
 * @throws InconclusiveError provider-warning for an answer with warnings (it may be partial); timed-out,
 *   not-executed or provider-warning for the API's own errors.
 */
export function wholeAnswer<T>(envelope: Envelope<T>, asked: string, where: string): Answer<T> {
  if (envelope.status === "error") {
    const { cause, why, fix } = ERROR_MEANINGS[envelope.errorType] ?? NOT_ABLE;
    const what = `The question for ${asked} was answered with the error ${envelope.errorType}: ${envelope.error}`;
    throw new InconclusiveError(cause, [{ what, where, why, fix }]);
  }
  const warnings = envelope.warnings ?? [];
  if (warnings.length > 0) {
    throw new InconclusiveError("provider-warning", [
      {
        what: `The answer for ${asked} came with ${warnings.length} warning(s): ${warnings.join("; ")}`,
        where,
        why: "An answer with warnings may be partial, for instance when a store behind the server did not answer.",
        fix: "Clear the warning at the server, then run the check again.",
      },
    ]);
  }
  return { data: envelope.data, infos: envelope.infos ?? [] };
}
