import { issuePage } from "./github/issue-page";
import { RELEASE_LABEL, Repository, REPOSITORY, type TrackedIssue } from "./github/repository";
import { refusal } from "./github/rest";
import { API_PATH, GithubRestApi } from "./github/rest-api";
import { listen, type Route } from "./http-server";
import type { CountRequest } from "./request-metrics";

/** The secrets of the rehearsal's GitHub. */
export interface GithubOptions {
  /** A personal access token, such as `ghp_…`. */
  readonly token: string;
}

/** The rehearsal's GitHub: one private repository with its issues. Contract: docs.github.com/rest, 2022-11-28. */
export interface GithubStandIn {
  readonly url: string;
  /** The base of the REST API, without a slash at its end. */
  readonly apiUrl: string;
  /** "owner/name". */
  readonly repository: string;
  /** The label of the release's issues. */
  readonly label: string;
  /** An issue by its number. */
  issue(number: number): TrackedIssue | undefined;
  /** Opens an issue, with the release's label unless others are given; its number. */
  openIssue(title: string, labels?: readonly string[]): number;
  /** Opens a pull request with the release's label, which GitHub lists among the issues; its number. */
  openPullRequest(title: string): number;
  closeIssue(number: number): void;
  /** The release's label is spelt otherwise from now on, on its issues too. */
  renameLabel(to: string): void;
  /** From now on the token is refused: 401. */
  revokeToken(): void;
  /** No call is left in this hour: 403 with nothing remaining. */
  rateLimit(): void;
  stop(): Promise<void>;
}

/** Starts the rehearsal's GitHub on a free loopback port. */
export async function startGithub(options: GithubOptions, count: CountRequest): Promise<GithubStandIn> {
  const repository = new Repository();
  const api = new GithubRestApi(repository, options.token);
  const server = await listen({
    routes: [...api.routes(), pageRoute(repository, "issues"), pageRoute(repository, "pull")],
    unknown: () => refusal(404, "Not Found"),
    onAnswer: (operation, status) => count("github", operation, status),
  });
  const apiUrl = `${server.url}${API_PATH}`;
  api.addresses = { site: server.url, api: apiUrl };
  return {
    url: server.url,
    apiUrl,
    repository: `${REPOSITORY.owner}/${REPOSITORY.name}`,
    label: RELEASE_LABEL,
    issue: (number) => repository.issue(number),
    openIssue: (title, labels = [RELEASE_LABEL]) => repository.open(title, labels),
    openPullRequest: (title) => repository.open(title, [RELEASE_LABEL], true),
    closeIssue: (number) => repository.close(number),
    renameLabel: (to) => repository.renameLabel(RELEASE_LABEL, to),
    revokeToken: () => {
      api.isTokenRevoked = true;
    },
    rateLimit: () => {
      api.isSpent = true;
    },
    stop: server.stop,
  };
}

function pageRoute(repository: Repository, kind: "issues" | "pull"): Route {
  return {
    method: "GET",
    path: `/${REPOSITORY.owner}/${REPOSITORY.name}/${kind}/:number`,
    operation: "issue page",
    answer: ({ parameters }) => issuePage(repository.issue(Number(parameters["number"]))),
  };
}
