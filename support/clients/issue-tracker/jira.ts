import { z } from "zod";
import type { OpenIssues } from "../../model/readings/people";
import type { Connection } from "../transport/connection";
import type { TrackerAsker } from "./asker";
import { CloudSearch } from "./jira/cloud-search";
import { DataCenterSearch } from "./jira/data-center-search";
import type { FoundIssue, JiraSearch } from "./jira/search";

/** A Jira project in which the release's issues are. */
export interface JiraOptions {
  readonly kind: "jira";
  readonly deployment: "cloud" | "data-center";
  /** Base URL "https://TEAM.atlassian.net", or that of the own server with its context path. */
  readonly connection: Connection;
  /** Key of the project. */
  readonly project: string;
  readonly label: string;
  /** A question that must find at least one issue; undefined: any issue of the project. */
  readonly controlJql?: string | undefined;
  /** Address under which people open issues; undefined: that of the connection. */
  readonly siteUrl?: string | undefined;
}

const DEPLOYMENTS = {
  cloud: { myself: "/rest/api/3/myself", Search: CloudSearch },
  "data-center": { myself: "/rest/api/2/myself", Search: DataCenterSearch },
} as const;

/**
 * Reads a project's issues with the label that are not done. Before it, that the credentials are somebody's (Jira
 * answers a stranger's search with nothing found), and that the control question finds an issue.
 * Source: Jira Cloud platform REST API v3; Jira Data Center REST API 2.
 */
export async function readJiraIssues(options: JiraOptions, asker: TrackerAsker): Promise<OpenIssues> {
  const { project, label, connection } = options;
  const { myself, Search } = DEPLOYMENTS[options.deployment];
  await proveAccount(asker, myself);
  const search = new Search(asker);
  const jql = `project = ${quoted(project)} AND labels = ${quoted(label)} AND statusCategory != Done`;
  const about = { where: asker.where, source: connection.system, query: `JQL: ${jql}`, label };
  const control = await askControl(search, options);
  if (!control.holds) return { ...about, control, open: [], openCount: 0 };
  const { issues, atLeast } = await search.findAll("open issues with the label", jql);
  const siteUrl = (options.siteUrl ?? connection.baseUrl).replace(/\/+$/, "");
  return { ...about, control, open: issues.map((issue) => described(issue, siteUrl)), openCount: atLeast };
}

async function proveAccount(asker: TrackerAsker, path: string): Promise<void> {
  const answer = await asker.ask({ operation: "the account", method: "GET", path });
  const { active } = answer.read(z.object({ active: z.boolean() }));
  if (active) return;
  throw asker.inconclusive(
    "unauthorised",
    "Jira knows the account of these credentials, and it is not active.",
    "An account that was switched off sees no issue.",
    "Give credentials of an active account in issueTracker.connection.auth.",
  );
}

async function askControl(
  search: JiraSearch,
  { controlJql, project, label }: JiraOptions,
): Promise<OpenIssues["control"]> {
  const jql = controlJql ?? `project = ${quoted(project)}`;
  const holds = await search.findsAny("the control question", jql);
  const says = `The control question ${jql} finds ${holds ? "at least one issue" : "no issue"}.`;
  const isLabelProven = controlJql !== undefined || !holds;
  return {
    holds,
    says: isLabelProven ? says : `${says} Whether the label "${label}" is spelt right, Jira cannot say.`,
  };
}

function described({ key, summary }: FoundIssue, siteUrl: string) {
  return { key, title: summary, url: `${siteUrl}/browse/${encodeURIComponent(key)}` };
}

/** A text as JQL writes it. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
