import { z } from "zod";
import type { OpenIssue, OpenIssues } from "../../model/readings/people";
import type { Connection } from "../transport/connection";
import { pathOfNextPage } from "../transport/next-page";
import type { TrackerAsker } from "./asker";
import { linkTo } from "./github/link-header";

/** A repository whose issues are the release's. */
export interface GithubOptions {
  readonly kind: "github";
  /** Base URL "https://api.github.com", or "https://HOST/api/v3" of an Enterprise Server. */
  readonly connection: Connection;
  /** "owner/name". */
  readonly repository: string;
  /** The release's label; without a comma. */
  readonly label: string;
}

const VERSION = { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" };
const ISSUES_A_PAGE = 100;

/** More pages than these are not read. */
const MOST_PAGES = 20;

const repositoryAnswer = z.object({ full_name: z.string(), has_issues: z.boolean() });
const labelAnswer = z.object({ name: z.string() });
const issueAnswer = z.object({
  number: z.int(),
  title: z.string(),
  html_url: z.string(),
  pull_request: z.looseObject({}).nullish(),
});

/**
 * Reads a repository's open issues with the label, pull requests left out; before it, that the repository is visible
 * and that the label exists: a misspelt label finds no issue either.
 * Source: GitHub REST API 2022-11-28, "Get a repository", "Get a label", "List repository issues".
 */
export async function readGithubIssues(options: GithubOptions, asker: TrackerAsker): Promise<OpenIssues> {
  const { repository, label, connection } = options;
  const path = `/repos/${repository.split("/").map(encodeURIComponent).join("/")}`;
  await proveRepository(asker, path, repository);
  const query = new URLSearchParams({ state: "open", labels: label, per_page: String(ISSUES_A_PAGE) });
  const firstPage = `${path}/issues?${query.toString()}`;
  const about = {
    where: asker.where,
    source: connection.system,
    query: `GET ${connection.baseUrl}${firstPage}`,
    label,
  };
  const control = await askForLabel(asker, path, options);
  if (!control.holds) return { ...about, control, open: [], openCount: 0 };
  const open = await readPages(asker, firstPage);
  return { ...about, control, open, openCount: open.length };
}

async function proveRepository(asker: TrackerAsker, path: string, repository: string): Promise<void> {
  const ask = { operation: "the repository", method: "GET", path, headers: VERSION } as const;
  const answer = await asker.ask(ask, [200, 301, 404]);
  if (answer.status === 404) {
    throw asker.inconclusive(
      "unauthorised",
      `GitHub shows no repository ${repository} to this account (HTTP 404).`,
      "GitHub hides a private repository from an account without the right to read it; or the name is misspelt.",
      "Check issueTracker.repository, and give the token the permission to read this repository's issues.",
    );
  }
  if (answer.status === 301) {
    throw asker.inconclusive(
      "no-data",
      `The repository ${repository} was renamed or moved (HTTP 301).`,
      "Its issues are under another name now, and another repository may take the old one.",
      "Set issueTracker.repository in the environment file to the new name.",
    );
  }
  if (!answer.read(repositoryAnswer).has_issues) {
    throw asker.inconclusive(
      "no-data",
      `The repository ${repository} has its issues switched off.`,
      "Where no issue can be opened, none that is open says nothing.",
      "Set issueTracker.repository in the environment file to the repository in which the release's issues are kept.",
    );
  }
}

async function askForLabel(
  asker: TrackerAsker,
  path: string,
  { repository, label }: GithubOptions,
): Promise<OpenIssues["control"]> {
  const ask = {
    operation: "the release's label",
    method: "GET",
    path: `${path}/labels/${encodeURIComponent(label)}`,
    headers: VERSION,
  } as const;
  const answer = await asker.ask(ask, [200, 404]);
  if (answer.status === 404) return { holds: false, says: `The label "${label}" does not exist in ${repository}.` };
  return { holds: true, says: `The label "${answer.read(labelAnswer).name}" exists in ${repository}.` };
}

async function readPages(asker: TrackerAsker, firstPage: string): Promise<readonly OpenIssue[]> {
  const open: OpenIssue[] = [];
  for (let path = firstPage, count = 1; ; count += 1) {
    const operation = count === 1 ? "open issues with the label" : `open issues with the label, page ${count}`;
    const answer = await asker.ask({ operation, method: "GET", path, headers: VERSION });
    const issues = answer.read(z.array(issueAnswer)).filter(({ pull_request }) => !pull_request);
    open.push(...issues.map(({ number, title, html_url }) => ({ key: `#${number}`, title, url: html_url })));
    const next = linkTo("next", answer.headers["link"]);
    if (next === null) return open;
    const nextPath = count === MOST_PAGES ? null : pathOfNextPage(asker.connection.baseUrl, next, path);
    if (nextPath !== null) path = nextPath;
    else if (open.length > 0) return open;
    else throw incomplete(asker, count);
  }
}

function incomplete(asker: TrackerAsker, pages: number) {
  return asker.inconclusive(
    "partial-coverage",
    `GitHub has more results than could be read: page ${pages} is not the last, and no issue is on those up to it.`,
    `The next page is not below the address of issueTracker.connection, or lies beyond ${MOST_PAGES} pages.`,
    "Check that issueTracker.connection.url is the address that GitHub itself writes in its Link headers, and that the label is the release's own.",
  );
}
