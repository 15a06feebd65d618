import { json, type StandInAnswer } from "../http-server";
import { REPOSITORY, type TrackedIssue } from "./repository";

const DOCUMENTATION = "https://docs.github.com/rest";

/** An answer that refuses, in GitHub's form: the status stands in the body too, as text. */
export function refusal(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): StandInAnswer {
  return json(status, { message, documentation_url: DOCUMENTATION, status: String(status) }, headers);
}

/** The repository, as far as anybody here asks. */
export function describeRepository(addresses: Addresses): Record<string, unknown> {
  const { id, owner, name } = REPOSITORY;
  return {
    id,
    name,
    full_name: `${owner}/${name}`,
    private: true,
    owner: { login: owner, type: "Organization" },
    html_url: `${addresses.site}/${owner}/${name}`,
    url: `${addresses.api}/repos/${owner}/${name}`,
    has_issues: true,
    archived: false,
    disabled: false,
    default_branch: "main",
  };
}

/** Where GitHub is: its pages and its API, without a slash at the end. */
export interface Addresses {
  readonly site: string;
  readonly api: string;
}

/** A label. */
export function describeLabel(name: string, addresses: Addresses): Record<string, unknown> {
  const url = `${addresses.api}/repos/${REPOSITORY.owner}/${REPOSITORY.name}/labels/${encodeURIComponent(name)}`;
  return { url, name, color: "d73a4a", default: false, description: "" };
}

/** An issue; a pull request is one with the key `pull_request`. */
export function describeIssue(issue: TrackedIssue, addresses: Addresses): Record<string, unknown> {
  const { owner, name } = REPOSITORY;
  const { number, title, labels, isPullRequest, state, createdAt } = issue;
  const kind = isPullRequest ? "pull" : "issues";
  const page = `${addresses.site}/${owner}/${name}/${kind}/${number}`;
  const repository = `${addresses.api}/repos/${owner}/${name}`;
  return {
    url: `${repository}/issues/${number}`,
    html_url: page,
    number,
    title,
    state,
    state_reason: state === "closed" ? "completed" : null,
    labels: labels.map((label) => describeLabel(label, addresses)),
    created_at: createdAt,
    updated_at: createdAt,
    closed_at: state === "closed" ? createdAt : null,
    ...(isPullRequest && { pull_request: { url: `${repository}/pulls/${number}`, html_url: page } }),
  };
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The value of the Link header; "" where all fits on one page. */
  readonly link: string;
}

/** Cuts a list into pages by `per_page` and `page`; links lead to the repository by its number, as GitHub's do. */
export function pageOf<Item>(all: readonly Item[], query: URLSearchParams, addresses: Addresses): Page<Item> {
  const size = Math.min(wholeNumber(query.get("per_page"), 30), 100);
  const page = wholeNumber(query.get("page"), 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (number: number, relation: string): string => {
    const further = new URLSearchParams(query);
    further.set("page", String(number));
    return `<${addresses.api}/repositories/${REPOSITORY.id}/issues?${further.toString()}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
    ...(page > 1 ? [to(1, "first")] : []),
  ];
  return { items: all.slice((page - 1) * size, page * size), link: links.join(", ") };
}

/** GitHub takes what is no number from 1 on as the usual one. */
function wholeNumber(given: string | null, usual: number): number {
  return given !== null && /^[1-9]\d{0,5}$/.test(given) ? Number(given) : usual;
}
