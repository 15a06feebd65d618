import type { ZodType } from "zod";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import type { Cause } from "../../model/outcome";
import { placeOf } from "../place";
import type { Connection } from "../transport/connection";
import { createHttpTransport } from "../transport/create-http-transport";
import type { Ask, Exchange } from "../transport/exchange";
import { explainStatus, isRefusal } from "../transport/explanations";
import type { HttpTransport } from "../transport/http-transport";
import { readJson } from "../transport/json-answer";

/** An answer of a tracker whose status was expected. */
export interface TrackerAnswer {
  readonly status: number;
  readonly headers: Exchange["headers"];
  /** The body as JSON of this shape. @throws InconclusiveError no-data where it is another. */
  read<T>(schema: ZodType<T>): T;
}

/** Asks one issue tracker; tells a limit of requests from a missing permission. */
export class TrackerAsker {
  /** System, address and environment, for explanations. */
  readonly where: string;
  private readonly transport: HttpTransport;

  /** @param signal ends all that is asked: the time for the whole reading is over. */
  constructor(
    readonly connection: Connection,
    private readonly context: CheckContext,
    private readonly signal: AbortSignal,
  ) {
    this.where = placeOf(connection, context.environment);
    this.transport = createHttpTransport(connection, context);
  }

  /**
   * Asks, and gives the answer where its status is expected.
   * @throws InconclusiveError provider-warning where the tracker limits requests; otherwise as the transport.
   */
  async ask(about: Ask, expected: readonly number[] = [200]): Promise<TrackerAnswer> {
    const ask = { ...about, signal: this.signal };
    const reply = await this.transport.tryAsk(ask);
    if (reply.kind === "no-answer") throw new InconclusiveError(reply.cause, [reply.problem]);
    const { exchange } = reply;
    const subject = { connection: this.connection, context: this.context, ask, url: exchange.url };
    if (isLimit(exchange)) throw this.limited(exchange);
    if (!expected.includes(exchange.status)) {
      const cause = isRefusal(exchange.status) ? "unauthorised" : "no-data";
      throw new InconclusiveError(cause, [explainStatus(subject, exchange, expected)]);
    }
    const { status, headers } = exchange;
    return { status, headers, read: (schema) => readJson(subject, exchange, schema) };
  }

  /** A reading that is none: where it was tried is added. */
  inconclusive(cause: Cause, what: string, why: string, fix: string): InconclusiveError {
    return new InconclusiveError(cause, [{ what, where: this.where, why, fix }]);
  }

  private limited({ system, operation, status, headers }: Exchange): InconclusiveError {
    const reset = Number(headers["x-ratelimit-reset"]);
    const until = Number.isSafeInteger(reset) && reset > 0 ? ` until ${new Date(reset * 1000).toISOString()}` : "";
    return this.inconclusive(
      "provider-warning",
      `${system} refused "${operation}" with HTTP ${status}: too many requests${until}.`,
      "The account's limit of requests is used up, by this project or by another user of the same account.",
      "Wait until the limit is lifted, or use an account of its own for these checks; then run the check again.",
    );
  }
}

/** GitHub says 403 with nothing remaining, or with Retry-After; others say 429. */
function isLimit({ status, headers }: Exchange): boolean {
  const isSpent = headers["x-ratelimit-remaining"] === "0" || headers["retry-after"] !== undefined;
  return status === 429 || (status === 403 && isSpent);
}
