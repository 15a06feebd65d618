import { createAnnouncements } from "../clients/slack/announcements";
import { createQuestionAnswers, type PostedQuestion } from "../clients/slack/question-answers";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import type { AnnouncementDelivery } from "../model/readings/announcements";
import type { QuestionSigns } from "../model/readings/slack-answers";
import { namedIn } from "./named";

/** A question to people, for one channel. */
export interface Question {
  readonly item: string;
  readonly text: string;
  /** Member ids of those whom Slack is to notify. */
  readonly mentions: readonly string[];
}

/** Questions to people in Slack, and what they answer there. */
export interface SlackSignOffs {
  /** The channel in which all questions stand. */
  readonly channelName: string;
  /** Posts a question once for a release and version; later it is found again. @throws as `announceOnce` */
  ask(question: Question): Promise<AnnouncementDelivery>;
  /** @throws InconclusiveError as `QuestionAnswers.read` */
  readAnswers(messageId: string): Promise<QuestionSigns>;
}

/** The sign-offs by Slack of an environment, in its deployment channel. @throws InconclusiveError a section is missing. */
export function assembleSlackSignOffs(
  environment: Pick<Environment, "name" | "release" | "slack" | "communication">,
  context: CheckContext,
): SlackSignOffs {
  const named = namedIn(environment.name);
  const { connection } = named("slack", environment.slack);
  const { deployment } = named("communication", environment.communication);
  const { id, canaryVersion } = environment.release;
  const announcements = createAnnouncements({ connection }, context);
  const answers = createQuestionAnswers({ connection }, context);
  return {
    channelName: deployment.channelName,
    ask: ({ item, text, mentions }) => {
      const key = `sign-off/${environment.name}/${id}/${canaryVersion}/${item}`;
      return announcements.announceOnce({ key, ...deployment, text, mentions });
    },
    readAnswers: (messageId) => answers.read({ ...deployment, messageId } satisfies PostedQuestion),
  };
}
