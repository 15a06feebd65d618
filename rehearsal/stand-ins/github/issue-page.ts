import { escapeHtml, smallPage } from "../html-page";
import { html, type StandInAnswer } from "../http-server";
import type { TrackedIssue } from "./repository";

/** The page behind an issue's `html_url`, for a human who follows a link of the report. */
export function issuePage(issue: TrackedIssue | undefined): StandInAnswer {
  if (issue === undefined)
    return html(
      404,
      smallPage({ system: "GitHub", title: "No such issue", bodyHtml: "<p>There is none of this number.</p>" }),
    );
  const rows: readonly (readonly [string, string])[] = [
    ["Kind", issue.isPullRequest ? "pull request" : "issue"],
    ["State", issue.state],
    ["Labels", issue.labels.join(", ")],
    ["Opened", issue.createdAt],
  ];
  const list = rows.map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`).join("");
  const title = `#${issue.number} ${issue.title}`;
  return html(200, smallPage({ system: "GitHub", title, bodyHtml: `<dl>${list}</dl>` }));
}
