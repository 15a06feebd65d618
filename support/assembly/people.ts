import { createFeedback } from "../clients/feedback";
import { createIssueTracker } from "../clients/issue-tracker";
import { createReadiness } from "../clients/readiness";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import type { FeedbackSummary, OpenIssues, Readiness } from "../model/readings/people";
import type { WindowWish } from "../model/schedule";
import { resolved, type Moment } from "./canary";
import type { Named } from "./named";

/** What people say of the canary, and where they note it. */
export interface People {
  feedback(): { readSummary(wish: WindowWish): Promise<FeedbackSummary> };
  issueTracker(): { readOpenIssues(): Promise<OpenIssues> };
  abTest(): { readReadiness(): Promise<Readiness> };
}

/** The feedback source, the issue tracker and the A/B test of an environment. */
export function assemblePeople(
  { feedback, issueTracker, abTest, release }: Environment,
  context: CheckContext,
  named: Named,
  moment: Moment,
): People {
  return {
    feedback: () => {
      const client = createFeedback(named("feedback", feedback), context);
      return {
        readSummary: async (wish) =>
          client.readSummary(resolved(wish, moment, context.environment), release.canaryVersion),
      };
    },
    issueTracker: () => createIssueTracker(named("issueTracker", issueTracker), context),
    abTest: () => {
      const client = createReadiness(named("abTest", abTest), context);
      return { readReadiness: () => client.read(release.canaryVersion) };
    },
  };
}
