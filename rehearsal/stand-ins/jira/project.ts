/** What a JQL question can ask of an issue. */
export interface JiraIssue {
  readonly key: string;
  readonly summary: string;
  readonly labels: readonly string[];
  readonly status: string;
  readonly statusCategory: StatusCategory;
}

/** Where an issue's status stands on its way. */
export type StatusCategory = "To Do" | "In Progress" | "Done";

/** The rehearsal's project. */
export const PROJECT = { key: "P4", name: "Phase 4" } as const;

/** The label of the issues of release 2.0.0. */
export const RELEASE_LABEL = "canary-2.0.0";

/** The issues of the rehearsal's project. */
export class Project {
  readonly #issues: JiraIssue[] = [];

  /** Begins with what a lived-in project has; no issue of the release is open. */
  constructor() {
    this.add("Recommendations are empty for items without tags", ["bug"], "To Do");
    this.add("Feedback is lost when the cache restarts", [RELEASE_LABEL], "Done");
  }

  /** Adds an issue; its key. */
  add(summary: string, labels: readonly string[], statusCategory: StatusCategory): string {
    const key = `${PROJECT.key}-${this.#issues.length + 1}`;
    this.#issues.push({ key, summary, labels, status: statusCategory, statusCategory });
    return key;
  }

  /** Newest first. */
  issues(): readonly JiraIssue[] {
    return [...this.#issues].reverse();
  }

  issue(key: string): JiraIssue | undefined {
    return this.#issues.find((issue) => issue.key === key);
  }
}
