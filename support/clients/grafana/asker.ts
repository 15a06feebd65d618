import type { ZodType } from "zod";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import { placeOf } from "../place";
import type { Connection } from "../transport/connection";
import { createHttpTransport } from "../transport/create-http-transport";
import type { Ask } from "../transport/exchange";
import type { HttpTransport } from "../transport/http-transport";
import { readJson } from "../transport/json-answer";

/** An answer of Grafana's API, its body read. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Asks one organisation of one Grafana; a login page in place of an answer is told from an answer. */
export class GrafanaAsker {
  /** System, address and environment, for explanations. */
  readonly where: string;
  private readonly transport: HttpTransport;

  constructor(
    private readonly connection: Connection,
    private readonly orgId: number,
    private readonly context: CheckContext,
  ) {
    this.where = placeOf(connection, context.environment);
    this.transport = createHttpTransport(connection, context);
  }

  /**
   * Asks, and reads the body as JSON of a known shape.
   * @throws InconclusiveError unauthorised for 401, 403, a redirect or a page of HTML; otherwise as the transport.
   */
  async ask<T>(about: Ask, schema: ZodType<T>, expected: readonly number[] = [200]): Promise<Answer<T>> {
    const ask = { ...about, headers: { "x-grafana-org-id": String(this.orgId) } };
    const exchange = await this.transport.ask(ask, expected);
    if (exchange.contentType === "text/html") {
      throw this.loginWall(about.operation);
    }
    const body = readJson(
      { connection: this.connection, context: this.context, ask, url: exchange.url },
      exchange,
      schema,
    );
    return { status: exchange.status, body };
  }

  private loginWall(operation: string): InconclusiveError {
    return new InconclusiveError("unauthorised", [
      {
        what: `Grafana answered "${operation}" with a page of HTML, not with the answer of its API.`,
        where: this.where,
        why: "A login page or a single sign-on stands before it, and does not know the token.",
        fix: "Give grafana.connection an address at which the API answers the service account's token itself.",
      },
    ]);
  }
}
