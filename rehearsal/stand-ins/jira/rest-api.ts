import { json, text, type Route, type StandInAnswer, type StandInRequest } from "../http-server";
import { credentials, isRecord, parseJson } from "../outside-data";
import { JqlError, readJql } from "./jql";
import type { JiraIssue, Project } from "./project";
import { describeIssue, issuesFrom, readPageToken, writePageToken } from "./rest";

/** The account that may ask: on Jira Cloud by user and API token, on a Data Center by a personal access token. */
export interface JiraAccount {
  readonly deployment: "cloud" | "data-center";
  readonly user: string;
  readonly token: string;
}

/** The REST API over the project, with the faults that a rehearsal can switch on. */
export class JiraRestApi {
  siteUrl = "";
  isTokenRevoked = false;
  /** How many of the next calls are answered with 429. */
  callsToLimit = 0;

  constructor(
    private readonly project: Project,
    private readonly account: JiraAccount,
  ) {}

  routes(): Route[] {
    const { deployment } = this.account;
    const version = deployment === "cloud" ? "3" : "2";
    const myself = this.#route("GET", `/rest/api/${version}/myself`, (request) => this.#myself(request));
    const removed = () => refusal(410, "This search was removed; use /rest/api/3/search/jql.");
    if (deployment === "data-center")
      return [myself, this.#route("GET", "/rest/api/2/search", (request) => this.#oldSearch(request))];
    return [
      myself,
      this.#route("POST", "/rest/api/3/search/jql", (request) => this.#search(request)),
      ...(["GET", "POST"] as const).flatMap((method) =>
        ["2", "3"].map((old) => this.#route(method, `/rest/api/${old}/search`, removed)),
      ),
    ];
  }

  #route(method: "GET" | "POST", path: string, answer: (request: StandInRequest) => StandInAnswer): Route {
    const limited = (request: StandInRequest): StandInAnswer => {
      if (this.callsToLimit === 0) return answer(request);
      this.callsToLimit -= 1;
      return json(429, { errorMessages: ["Too many requests."], errors: {} }, { "retry-after": "1" });
    };
    return { method, path, operation: `${method} ${path}`, answer: limited };
  }

  #myself(request: StandInRequest): StandInAnswer {
    if (!this.#isKnown(request)) return { ...text(401, "The client must be authenticated."), headers: UNKNOWN_CLIENT };
    const { user } = this.account;
    return json(200, { accountId: "5b10ac8d82e05b22cc7d4ef5", emailAddress: user, displayName: user, active: true });
  }

  /** Who is not known is a stranger, not refused: a stranger's search finds nothing. */
  #search(request: StandInRequest): StandInAnswer {
    const body = parseJson(request.body);
    if (!body.ok || !isRecord(body.value)) return refusal(400, "The body is no JSON object.");
    const { jql, fields, maxResults = 50, nextPageToken } = body.value;
    const start = nextPageToken === undefined ? 0 : readPageToken(nextPageToken);
    if (start === undefined) return refusal(400, "The page token is not valid.");
    const size = Math.min(typeof maxResults === "number" && maxResults > 0 ? maxResults : 50, 100);
    return this.#found(request, jql, (found) => {
      const end = start + size;
      const wanted = Array.isArray(fields) ? fields.filter((field) => typeof field === "string") : undefined;
      const isLast = end >= found.length;
      return {
        issues: found.slice(start, end).map((issue) => describeIssue(issue, this.siteUrl, wanted)),
        ...(!isLast && { nextPageToken: writePageToken(end) }),
        isLast,
      };
    });
  }

  #oldSearch(request: StandInRequest): StandInAnswer {
    if (credentials(request, "Bearer") !== undefined && !this.#isKnown(request))
      return { ...text(401, "The token is not valid."), headers: UNKNOWN_CLIENT };
    const { query } = request;
    return this.#found(request, query.get("jql") ?? "", (found) => issuesFrom(found, query, this.siteUrl));
  }

  #found(request: StandInRequest, jql: unknown, describe: (found: readonly JiraIssue[]) => object): StandInAnswer {
    try {
      const test = readJql(typeof jql === "string" ? jql : "");
      return json(200, describe(this.#isKnown(request) ? this.project.issues().filter(test) : []));
    } catch (error) {
      if (error instanceof JqlError) return refusal(400, error.message);
      throw error;
    }
  }

  #isKnown(request: StandInRequest): boolean {
    const { deployment, user, token } = this.account;
    if (this.isTokenRevoked) return false;
    if (deployment === "data-center") return credentials(request, "Bearer") === token;
    return credentials(request, "Basic") === Buffer.from(`${user}:${token}`).toString("base64");
  }
}

const UNKNOWN_CLIENT = {
  "content-type": "text/plain; charset=utf-8",
  "x-seraph-loginreason": "AUTHENTICATED_FAILED",
  "www-authenticate": 'OAuth realm="https%3A%2F%2Fjira.example"',
};

/** An answer that refuses, in Jira's form. */
export function refusal(status: number, message: string): StandInAnswer {
  return json(status, { errorMessages: [message], errors: {} });
}
