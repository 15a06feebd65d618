import type { ZodType } from "zod";
import type { Ask, Exchange, Reply } from "./exchange";

/** The shared way of asking an HTTP system: deadlines, limits, auth, evidence and errors are its business alone. */
export interface HttpTransport {
  /** Asks, and gives the answer whatever its status, or that none came. Never throws for what the other side does. */
  tryAsk(ask: Ask): Promise<Reply>;
  /**
   * Asks where the system is only the instrument.
   * @throws InconclusiveError unreachable, timed-out, unauthorised (401, 403, redirect to a login) or no-data
   *   (a status outside `expected`), with where, why and fix.
   */
  ask(ask: Ask, expected?: readonly number[]): Promise<Exchange>;
  /**
   * The same, and reads the body as JSON of a known shape.
   * @throws InconclusiveError as `ask`; `no-data` also when the body is no JSON or not of that shape.
   */
  askJson<T>(ask: Ask, schema: ZodType<T>, expected?: readonly number[]): Promise<T>;
}
