import { setTimeout as wait } from "node:timers/promises";
import { json, type Route, type StandInAnswer, type StandInRequest } from "../http-server";
import { credentials, mediaTypeOf } from "../outside-data";
import { readArguments } from "./arguments";
import { METHODS } from "./methods";
import { SlackRefusal } from "./refusal";
import type { Workspace } from "./workspace";

const SCOPES = "channels:history,channels:read,chat:write,reactions:read,reactions:write";

/** The Web API over a workspace, with the faults that a rehearsal can switch on. */
export class SlackWebApi {
  /** Where message pages are served; known once the server listens. */
  siteUrl = "";
  isTokenRevoked = false;
  /** How long `chat.postMessage` keeps its answer back, in milliseconds. */
  postDelayMs = 0;
  /** How many of the next calls are answered with 429. */
  callsToLimit = 0;

  constructor(
    private readonly workspace: Workspace,
    private readonly token: string,
  ) {}

  /** A route per method, and one for the methods that do not exist. */
  routes(): Route[] {
    const verbs = ["GET", "POST"] as const;
    const known = Object.keys(METHODS).flatMap((name) =>
      verbs.map((method): Route => {
        return { method, path: `/api/${name}`, operation: name, answer: (request) => this.#answer(name, request) };
      }),
    );
    const unknown = verbs.map((method): Route => {
      const answer = (request: StandInRequest) => this.#answer(request.parameters["name"] ?? "", request);
      return { method, path: "/api/:name", operation: "unknown_method", answer };
    });
    return [...known, ...unknown];
  }

  /** Slack's own answer to a call: 200 whatever happened, except for the rate limit. */
  async #answer(name: string, request: StandInRequest): Promise<StandInAnswer> {
    if (this.callsToLimit > 0) {
      this.callsToLimit -= 1;
      return json(429, { ok: false, error: "ratelimited" }, { "retry-after": "1" });
    }
    const answer = this.#call(name, request);
    if (name === "chat.postMessage") await wait(this.postDelayMs, undefined, { ref: false });
    return json(200, answer, { "x-oauth-scopes": SCOPES });
  }

  #call(name: string, request: StandInRequest): Record<string, unknown> {
    try {
      const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
      if (method === undefined) throw new SlackRefusal("unknown_method", { req_method: name });
      const given = readArguments(request, method.acceptsJson);
      // In a JSON body Slack looks for no token.
      const fromBody = mediaTypeOf(request) === "application/json" ? undefined : given.text("token");
      this.#authenticate(credentials(request, "Bearer") ?? fromBody);
      return { ok: true, ...method.call({ workspace: this.workspace, siteUrl: this.siteUrl }, given) };
    } catch (error) {
      if (error instanceof SlackRefusal) return { ok: false, error: error.code, ...error.details };
      throw error;
    }
  }

  #authenticate(token: string | undefined): void {
    if (token === undefined || token === "") throw new SlackRefusal("not_authed");
    if (token !== this.token) throw new SlackRefusal("invalid_auth");
    if (this.isTokenRevoked) throw new SlackRefusal("token_revoked");
  }
}
