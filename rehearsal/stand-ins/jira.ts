import { escapeHtml, smallPage } from "./html-page";
import { html, listen, type Route } from "./http-server";
import { Project, PROJECT, RELEASE_LABEL, type JiraIssue } from "./jira/project";
import { JiraRestApi, refusal, type JiraAccount } from "./jira/rest-api";
import type { CountRequest } from "./request-metrics";

/** Who may ask the rehearsal's Jira, and which of its two kinds it is. */
export type JiraOptions = JiraAccount;

/** A Jira with one project. Contract: Jira Cloud platform REST API v3; Jira Data Center REST API 2. */
export interface JiraStandIn {
  /** The base of the REST API and of the pages, without a slash at its end. */
  readonly url: string;
  /** The project's key. */
  readonly project: string;
  /** The label of the release's issues. */
  readonly label: string;
  /** Opens an issue, with the release's label unless others are given; its key. */
  openIssue(summary: string, labels?: readonly string[]): string;
  /** From now on the token is nobody's: the account is asked for in vain, and a search finds nothing. */
  revokeToken(): void;
  /** The next calls are answered with 429 and `Retry-After: 1`. */
  rateLimit(calls: number): void;
  stop(): Promise<void>;
}

/** Starts a Jira on a free loopback port. */
export async function startJira(options: JiraOptions, count: CountRequest): Promise<JiraStandIn> {
  const project = new Project();
  const api = new JiraRestApi(project, options);
  const server = await listen({
    routes: [...api.routes(), pageRoute(project)],
    unknown: () => refusal(404, "There is nothing at this address."),
    onAnswer: (operation, status) => count("jira", operation, status),
  });
  api.siteUrl = server.url;
  return {
    url: server.url,
    project: PROJECT.key,
    label: RELEASE_LABEL,
    openIssue: (summary, labels = [RELEASE_LABEL]) => project.add(summary, labels, "To Do"),
    revokeToken: () => {
      api.isTokenRevoked = true;
    },
    rateLimit: (calls) => {
      api.callsToLimit = calls;
    },
    stop: server.stop,
  };
}

function pageRoute(project: Project): Route {
  return {
    method: "GET",
    path: "/browse/:key",
    operation: "issue page",
    answer: ({ parameters }) => issuePage(project.issue(parameters["key"] ?? "")),
  };
}

function issuePage(issue: JiraIssue | undefined) {
  if (issue === undefined)
    return html(404, smallPage({ system: "Jira", title: "No such issue", bodyHtml: "<p>There is none.</p>" }));
  const rows = [`Status: ${issue.status}`, `Labels: ${issue.labels.join(", ")}`];
  const bodyHtml = rows.map((row) => `<p>${escapeHtml(row)}</p>`).join("");
  return html(200, smallPage({ system: "Jira", title: `${issue.key} ${issue.summary}`, bodyHtml }));
}
