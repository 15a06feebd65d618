import { z } from "zod";
import type { InconclusiveError } from "../../../errors";
import type { TrackerAnswer, TrackerAsker } from "../asker";

/** An issue as far as a check needs it. */
export interface FoundIssue {
  readonly key: string;
  readonly summary: string;
}

/** What a search found: at least so many, of which these were read. */
export interface Found {
  readonly issues: readonly FoundIssue[];
  readonly atLeast: number;
}

/** Jira's search in one of its versions. */
export interface JiraSearch {
  /** Whether the question finds an issue. @throws InconclusiveError as `findAll`. */
  findsAny(operation: string, jql: string): Promise<boolean>;
  /** All issues. @throws InconclusiveError no-data where Jira refuses the question; partial-coverage where pages are missing. */
  findAll(operation: string, jql: string): Promise<Found>;
}

/** Pages of 100 are the largest that Jira gives with fields; more pages than these are not read. */
export const ISSUES_A_PAGE = 100;
export const MOST_PAGES = 20;

/** An issue in a search's answer. */
export const issueAnswer = z.object({ key: z.string(), fields: z.object({ summary: z.string() }) });

const refusal = z.object({ errorMessages: z.array(z.string()) });

/** Longest words of Jira that an explanation repeats. */
const LONGEST_WORDS = 200;

/** Explains that Jira refuses a question (HTTP 400). */
export function refusedQuestion(asker: TrackerAsker, answer: TrackerAnswer, jql: string): InconclusiveError {
  const words = answer.read(refusal).errorMessages.join(" ").slice(0, LONGEST_WORDS);
  return asker.inconclusive(
    "no-data",
    `Jira refuses the question ${jql} (HTTP 400)${words === "" ? "" : `: ${words}`}`,
    "Jira calls a project unknown also where the account may not see it; or the question is no valid JQL.",
    "Check issueTracker.project and issueTracker.controlJql, and that the account may browse the project.",
  );
}

/** Explains that Jira warned while it answered: a part of the question may not have counted. */
export function warned(asker: TrackerAsker, warnings: readonly string[], jql: string): InconclusiveError {
  return asker.inconclusive(
    "provider-warning",
    `Jira answered the question ${jql} with a warning: ${warnings.join(" ").slice(0, LONGEST_WORDS)}`,
    "What Jira warns of, it has left out of the question; what it found then means something else.",
    "Put the question to Jira by hand, and correct issueTracker.project, label or controlJql.",
  );
}

/** What there is where pages are missing: what was found stands, nothing found is no answer. */
export function foundSoFar(asker: TrackerAsker, issues: readonly FoundIssue[], atLeast: number): Found {
  if (issues.length > 0) return { issues, atLeast };
  throw asker.inconclusive(
    "partial-coverage",
    "Jira gave no issue and said that its answer is not complete.",
    "Its pages do not lead to an end, so that issues may be on those that were not read.",
    "Run the check again; if it stays, put the question to Jira by hand and read its answers in the evidence.",
  );
}
