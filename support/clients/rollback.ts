import type { CheckContext } from "../model/check-context";
import { placeOf } from "./place";
import { curlCommand } from "./rollback/curl-command";
import { timedReply, type TimedReply } from "./rollback/timed-reply";
import type { Connection } from "./transport/connection";
import { createHttpTransport, LONGEST_DEADLINE_MS } from "./transport/create-http-transport";
import type { Ask } from "./transport/exchange";

export type { TimedReply } from "./rollback/timed-reply";

/** Where the service takes the canary's traffic away. */
export interface RollbackOptions {
  readonly connection: Connection;
  /** Of the rollback itself, which is asked with POST. */
  readonly path: string;
  /** How the endpoint says what a rollback would do, without doing it. */
  readonly describe: { readonly method: "GET" | "POST"; readonly path: string };
  /** How long the rollback may take until it is answered, in ms; at most 30 s. */
  readonly timeoutMs: number;
}

/** What came of the one request; `state`: what the endpoint said afterwards, where it gave no answer to it. */
export type RollbackAnswer =
  | (Extract<TimedReply, { kind: "answered" }> & {
      /** The endpoint says that it had carried out this request before, and repeats what it said then. */
      readonly isReplay: boolean;
    })
  | (Extract<TimedReply, { kind: "no-answer" }> & { readonly state: TimedReply });

/** The rollback of the canary. Whether it may be asked for is settled before; nothing undoes it by itself. */
export interface Rollback {
  /** System, address and environment. */
  readonly where: string;
  /** What a rollback would do now; changes nothing. Any status is an answer. */
  describe(): Promise<TimedReply>;
  /**
   * Asks for the rollback with one POST, and never with a second one, whatever comes of it: without an answer it may
   * have been carried out or not, and the endpoint's description is read instead. Calling again gives the same answer.
   * @param idempotencyKey 8 to 200 letters, digits and .:_- ; the same for whoever repeats the request by hand.
   * @throws RangeError for another key than that of the first call, or for one of another form.
   */
  rollBackOnce(idempotencyKey: string): Promise<RollbackAnswer>;
  /** The command that does the same by hand; secrets stand in it as shell variables. */
  manualCommand(idempotencyKey: string): string;
}

const KEY_FORM = /^[A-Za-z0-9._:-]{8,200}$/;

/** A client of the service's rollback endpoint, for one check. */
export function createRollback(options: RollbackOptions, context: CheckContext): Rollback {
  return new RollbackClient(options, context);
}

class RollbackClient implements Rollback {
  readonly where: string;
  private asked: { readonly key: string; readonly answer: Promise<RollbackAnswer> } | undefined;

  constructor(
    private readonly options: RollbackOptions,
    private readonly context: CheckContext,
  ) {
    this.where = placeOf(options.connection, context.environment);
  }

  describe(): Promise<TimedReply> {
    const { connection, describe } = this.options;
    const ask: Ask = { operation: "what a rollback would do", ...describe, isRepeatable: describe.method === "GET" };
    return timedReply(createHttpTransport(connection, this.context), ask);
  }

  async rollBackOnce(idempotencyKey: string): Promise<RollbackAnswer> {
    if (!KEY_FORM.test(idempotencyKey)) {
      throw new RangeError("An idempotency key has 8 to 200 letters, digits, dots, colons, dashes or underscores.");
    }
    this.asked ??= { key: idempotencyKey, answer: this.ask(idempotencyKey) };
    if (this.asked.key !== idempotencyKey) {
      throw new RangeError(`The rollback was asked for already, with the key ${this.asked.key}; it is asked for once.`);
    }
    return await this.asked.answer;
  }

  manualCommand(idempotencyKey: string): string {
    const { connection, path } = this.options;
    return curlCommand(connection, path, { "Idempotency-Key": idempotencyKey });
  }

  private async ask(idempotencyKey: string): Promise<RollbackAnswer> {
    const { connection, path, timeoutMs } = this.options;
    const deadlineMs = Math.min(timeoutMs, LONGEST_DEADLINE_MS);
    const patient = { ...connection, timeoutMs: deadlineMs, deadlineMs, retries: 0 };
    const headers = { "Idempotency-Key": idempotencyKey };
    const ask: Ask = { operation: "rollback", method: "POST", path, headers, isRepeatable: false };
    const reply = await timedReply(createHttpTransport(patient, this.context), ask);
    if (reply.kind === "no-answer") return { ...reply, state: await this.describe() };
    return { ...reply, isReplay: reply.headers["idempotent-replayed"]?.toLowerCase() === "true" };
  }
}
