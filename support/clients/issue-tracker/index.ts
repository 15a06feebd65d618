import type { CheckContext } from "../../model/check-context";
import type { OpenIssues } from "../../model/readings/people";
import { startDeadline } from "../transport/deadline";
import { TrackerAsker } from "./asker";
import { readGithubIssues, type GithubOptions } from "./github";
import type { IssueTracker } from "./issue-tracker";
import { readJiraIssues, type JiraOptions } from "./jira";

export type { IssueTracker } from "./issue-tracker";

/** An issue tracker of one of the known kinds: a new kind is a file beside this one, and a case below. */
export type IssueTrackerOptions = GithubOptions | JiraOptions;

/** A client of the issue tracker; the connection's deadline is that of the whole reading. */
export function createIssueTracker(options: IssueTrackerOptions, context: CheckContext): IssueTracker {
  const readOpenIssues = async (): Promise<OpenIssues> => {
    const deadline = startDeadline(options.connection.deadlineMs, []);
    try {
      return await readBy(options, new TrackerAsker(options.connection, context, deadline.signal));
    } finally {
      deadline.release();
    }
  };
  return { readOpenIssues };
}

function readBy(options: IssueTrackerOptions, asker: TrackerAsker): Promise<OpenIssues> {
  switch (options.kind) {
    case "github":
      return readGithubIssues(options, asker);
    case "jira":
      return readJiraIssues(options, asker);
  }
}
