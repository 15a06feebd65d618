import type { JiraIssue } from "./project";

/** An issue as a search gives it: without fields its number only. */
export function describeIssue(
  issue: JiraIssue,
  siteUrl: string,
  fields: readonly string[] | undefined,
): Record<string, unknown> {
  const id = String(10_000 + Number(issue.key.split("-").at(-1)));
  if (fields === undefined) return { id };
  const all: Readonly<Record<string, unknown>> = {
    summary: issue.summary,
    labels: issue.labels,
    status: { name: issue.status, statusCategory: { name: issue.statusCategory } },
  };
  const wanted = Object.entries(all).filter(([name]) => fields.includes(name));
  return { id, key: issue.key, self: `${siteUrl}/rest/api/3/issue/${id}`, fields: Object.fromEntries(wanted) };
}

/** The answer of the search by start and total, which a Data Center still has. */
export function issuesFrom(
  found: readonly JiraIssue[],
  query: URLSearchParams,
  siteUrl: string,
): Record<string, unknown> {
  const startAt = wholeNumber(query.get("startAt"), 0);
  const maxResults = Math.min(wholeNumber(query.get("maxResults"), 50), 1_000);
  const fields = query.get("fields")?.split(",") ?? ["summary", "labels", "status"];
  const issues = found.slice(startAt, startAt + maxResults).map((issue) => describeIssue(issue, siteUrl, fields));
  return { startAt, maxResults, total: found.length, issues };
}

function wholeNumber(given: string | null, usual: number): number {
  return given !== null && /^\d{1,6}$/.test(given) ? Number(given) : usual;
}

/** A token that leads to the issues from `start` on; it means nothing to who gets it. */
export function writePageToken(start: number): string {
  return Buffer.from(`start=${start}`).toString("base64url");
}

/** The start behind a page token; undefined: it is none of ours. */
export function readPageToken(token: unknown): number | undefined {
  const read = typeof token === "string" ? Buffer.from(token, "base64url").toString("utf8") : "";
  const start = /^start=(\d{1,9})$/.exec(read)?.[1];
  return start === undefined ? undefined : Number(start);
}
