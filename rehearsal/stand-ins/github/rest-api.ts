import { json, type Route, type StandInAnswer, type StandInRequest } from "../http-server";
import { credentials } from "../outside-data";
import { REPOSITORY, type Repository } from "./repository";
import { describeIssue, describeLabel, describeRepository, pageOf, refusal, type Addresses } from "./rest";

/** Where the API's paths begin, as on an Enterprise Server. */
export const API_PATH = "/api/v3";

const CALLS_AN_HOUR = 5_000;
const API_VERSION = "2022-11-28";

/** The REST API over the repository, with the faults that a rehearsal can switch on. */
export class GithubRestApi {
  /** Known once the server listens. */
  addresses: Addresses = { site: "", api: "" };
  isTokenRevoked = false;
  /** No call is left in this hour. */
  isSpent = false;
  #used = 0;
  readonly #resetsAt = Math.floor(Date.now() / 1000) + 3_600;

  constructor(
    private readonly repository: Repository,
    private readonly token: string,
  ) {}

  routes(): Route[] {
    return [
      this.#route("/repos/:owner/:name", "get a repository", () => json(200, describeRepository(this.addresses))),
      this.#route("/repos/:owner/:name/labels/:label", "get a label", ({ parameters }) => {
        const label = this.repository.label(parameters["label"] ?? "");
        return label === undefined ? refusal(404, "Not Found") : json(200, describeLabel(label, this.addresses));
      }),
      this.#route("/repos/:owner/:name/issues", "list issues", ({ query }) => this.#list(query)),
      this.#route("/repositories/:id/issues", "list issues", ({ query }) => this.#list(query)),
    ];
  }

  #route(path: string, operation: string, answer: (request: StandInRequest) => StandInAnswer): Route {
    return {
      method: "GET",
      path: `${API_PATH}${path}`,
      operation,
      answer: (request) => this.#withLimits(this.#refused(request) ?? answer(request)),
    };
  }

  #list(query: URLSearchParams): StandInAnswer {
    const state = query.get("state") ?? "open";
    if (!["open", "closed", "all"].includes(state)) return refusal(422, "Validation Failed");
    const labels = (query.get("labels") ?? "").split(",").filter((label) => label !== "");
    const { items, link } = pageOf(this.repository.list(state, labels), query, this.addresses);
    const headers: Record<string, string> = link === "" ? {} : { link };
    return json(
      200,
      items.map((issue) => describeIssue(issue, this.addresses)),
      headers,
    );
  }

  /** A private repository does not exist for who may not see it; a wrong token is refused everywhere. */
  #refused(request: StandInRequest): StandInAnswer | undefined {
    if ((request.headers["user-agent"] ?? "") === "") return refusal(403, "A User-Agent header is required.");
    const version = request.headers["x-github-api-version"] ?? API_VERSION;
    if (version !== API_VERSION) return refusal(400, `There is no API version ${String(version)}.`);
    const given = credentials(request, "Bearer") ?? credentials(request, "token");
    if (given !== undefined && (given !== this.token || this.isTokenRevoked)) return refusal(401, "Bad credentials");
    if (this.isSpent) return refusal(403, "API rate limit exceeded for this account.");
    this.#used += 1;
    const { owner, name, id } = request.parameters;
    const isRepository =
      id === undefined ? owner === REPOSITORY.owner && name === REPOSITORY.name : id === String(REPOSITORY.id);
    return given !== undefined && isRepository ? undefined : refusal(404, "Not Found");
  }

  #withLimits(answer: StandInAnswer): StandInAnswer {
    const used = this.isSpent ? CALLS_AN_HOUR : this.#used;
    const limits = {
      "x-ratelimit-limit": String(CALLS_AN_HOUR),
      "x-ratelimit-remaining": String(CALLS_AN_HOUR - used),
      "x-ratelimit-used": String(used),
      "x-ratelimit-reset": String(this.#resetsAt),
      "x-ratelimit-resource": "core",
      "x-github-api-version-selected": API_VERSION,
    };
    return { ...answer, headers: { ...answer.headers, ...limits } };
  }
}
