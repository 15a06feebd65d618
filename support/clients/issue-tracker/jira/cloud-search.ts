import { z } from "zod";
import type { TrackerAsker } from "../asker";
import {
  foundSoFar,
  issueAnswer,
  ISSUES_A_PAGE,
  MOST_PAGES,
  refusedQuestion,
  warned,
  type Found,
  type FoundIssue,
  type JiraSearch,
} from "./search";

const pageAnswer = z.object({
  issues: z.array(issueAnswer),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
  warningMessages: z.array(z.string()).nullish(),
});

/** The search of Jira Cloud: pages by token, no total. The older search is gone (HTTP 410). */
export class CloudSearch implements JiraSearch {
  constructor(private readonly asker: TrackerAsker) {}

  async findsAny(operation: string, jql: string): Promise<boolean> {
    const { issues, nextPageToken } = await this.page(operation, { jql, maxResults: 1 });
    return issues.length > 0 || (nextPageToken ? (await this.findAll(operation, jql)).issues.length > 0 : false);
  }

  /** A page without a token is the last one, unless it says that it is not; a page may be empty and not the last. */
  async findAll(operation: string, jql: string): Promise<Found> {
    const found: FoundIssue[] = [];
    const seen = new Set<string>();
    for (let token: string | undefined; ;) {
      const name = seen.size === 0 ? operation : `${operation}, page ${seen.size + 1}`;
      const page = await this.page(name, { jql, maxResults: ISSUES_A_PAGE, ...(token && { nextPageToken: token }) });
      found.push(...page.issues);
      token = page.nextPageToken ?? "";
      if (token === "" && page.isLast !== false) return { issues: found, atLeast: found.length };
      if (token === "" || seen.has(token) || seen.size + 1 === MOST_PAGES) {
        return foundSoFar(this.asker, found, found.length + (token === "" ? 1 : 0));
      }
      seen.add(token);
    }
  }

  private async page(operation: string, question: { readonly jql: string; readonly maxResults: number }) {
    const answer = await this.asker.ask(
      {
        operation,
        method: "POST",
        path: "/rest/api/3/search/jql",
        json: { ...question, fields: ["key", "summary", "status"] },
        isRepeatable: true,
      },
      [200, 400],
    );
    if (answer.status === 400) throw refusedQuestion(this.asker, answer, question.jql);
    const { issues, warningMessages, ...rest } = answer.read(pageAnswer);
    if (warningMessages && warningMessages.length > 0) throw warned(this.asker, warningMessages, question.jql);
    return { ...rest, issues: issues.map(({ key, fields }) => ({ key, summary: fields.summary })) };
  }
}
