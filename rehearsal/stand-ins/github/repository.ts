/** An issue, or a pull request, which GitHub lists among the issues. */
export interface TrackedIssue {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly isPullRequest: boolean;
  readonly state: "open" | "closed";
  /** ISO 8601 in UTC, to the second. */
  readonly createdAt: string;
}

/** The rehearsal's repository: private, seen with its token only. */
export const REPOSITORY = { owner: "example", name: "phase4", id: 8_514_204 } as const;

/** The label of the issues of release 2.0.0. */
export const RELEASE_LABEL = "canary-2.0.0";

/** The labels, issues and pull requests of the rehearsal's repository. */
export class Repository {
  readonly #issues: TrackedIssue[] = [];
  #labels: string[] = ["bug", RELEASE_LABEL];
  #createdAt = Date.parse("2025-10-18T09:00:00Z");

  /** Begins with what a lived-in repository has; no issue of the release is open. */
  constructor() {
    this.open("Recommendations are empty for items without tags", ["bug"]);
    this.close(this.open("Feedback is lost when the cache restarts", [RELEASE_LABEL]));
    this.open("Raise the canary to 5 %", [RELEASE_LABEL], true);
    this.close(this.open("Count rollbacks once", [RELEASE_LABEL], true));
  }

  /** The name under which a label is kept, whatever its letters' case; undefined: there is none. */
  label(name: string): string | undefined {
    return this.#labels.find((label) => isSame(label, name));
  }

  renameLabel(from: string, to: string): void {
    const renamed = (label: string): string => (isSame(label, from) ? to : label);
    this.#labels = this.#labels.map(renamed);
    for (const [index, issue] of this.#issues.entries())
      this.#issues[index] = { ...issue, labels: issue.labels.map(renamed) };
  }

  /** Opens an issue or a pull request; its number. */
  open(title: string, labels: readonly string[], isPullRequest = false): number {
    const number = this.#issues.length + 1;
    this.#createdAt += 3_600_000;
    const createdAt = new Date(this.#createdAt).toISOString().replace(/\.\d{3}Z$/, "Z");
    this.#issues.push({ number, title, labels, isPullRequest, state: "open", createdAt });
    return number;
  }

  close(number: number): void {
    const issue = this.issue(number);
    if (issue !== undefined) this.#issues[number - 1] = { ...issue, state: "closed" };
  }

  issue(number: number): TrackedIssue | undefined {
    return this.#issues[number - 1];
  }

  /** Newest first. A label that does not exist is on no issue. */
  list(state: string, labels: readonly string[]): readonly TrackedIssue[] {
    return this.#issues
      .filter((issue) => state === "all" || issue.state === state)
      .filter((issue) => labels.every((wanted) => issue.labels.some((label) => isSame(label, wanted))))
      .reverse();
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
