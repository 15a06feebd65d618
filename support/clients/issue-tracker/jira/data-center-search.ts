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
  total: z.int().min(0),
  warningMessages: z.array(z.string()).nullish(),
});

/** The search of Jira Data Center: pages by their start, with a total. */
export class DataCenterSearch implements JiraSearch {
  constructor(private readonly asker: TrackerAsker) {}

  async findsAny(operation: string, jql: string): Promise<boolean> {
    return (await this.page(operation, jql, 0, 1)).issues.length > 0;
  }

  async findAll(operation: string, jql: string): Promise<Found> {
    const found: FoundIssue[] = [];
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? operation : `${operation}, page ${count}`;
      const { issues, total } = await this.page(name, jql, found.length, ISSUES_A_PAGE);
      found.push(...issues);
      if (found.length >= total) return { issues: found, atLeast: found.length };
      if (issues.length === 0 || count === MOST_PAGES) return foundSoFar(this.asker, found, total);
    }
  }

  private async page(operation: string, jql: string, startAt: number, maxResults: number) {
    const query = { jql, startAt, maxResults, fields: "summary,status" };
    const answer = await this.asker.ask({ operation, method: "GET", path: "/rest/api/2/search", query }, [200, 400]);
    if (answer.status === 400) throw refusedQuestion(this.asker, answer, jql);
    const { issues, total, warningMessages } = answer.read(pageAnswer);
    if (warningMessages && warningMessages.length > 0) throw warned(this.asker, warningMessages, jql);
    return { total, issues: issues.map(({ key, fields }) => ({ key, summary: fields.summary })) };
  }
}
