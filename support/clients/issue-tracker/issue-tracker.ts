import type { OpenIssues } from "../../model/readings/people";

/** An issue tracker in the runbook's words. */
export interface IssueTracker {
  /**
   * Reads the open issues with the release's label, and proves before that such a question can find something.
   * @throws InconclusiveError unreachable, timed-out, unauthorised, no-data, provider-warning (too many requests) or
   *   partial-coverage (pages are missing, and no issue was on those that were read).
   */
  readOpenIssues(): Promise<OpenIssues>;
}
