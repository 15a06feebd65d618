import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { RollbackDescription } from "../model/readings/rollback-description";
import { judged, measured, undecided } from "./judged";

/**
 * Judges that the rollback endpoint says what a rollback would do. It is the subject here: no answer, asked again once, is
 * a failure. An answer that only says who may ask leaves it open.
 */
export function judgeRollbackDescription(plan: RollbackDescription): Judgement {
  const { where, asked, answer, durationMs } = plan;
  if (answer.kind === "answered" && (answer.status === 401 || answer.status === 403 || isRedirect(answer.status)))
    return undecided("unauthorised", notLetIn(plan, answer.status));
  return judged({
    summary: `${asked} says what a rollback would do: ${answer.kind === "answered" ? answer.body : ""}`,
    measurements: [
      measured({
        signal: "answer of the rollback endpoint",
        value: durationMs,
        unit: "ms",
        source: where,
        query: asked,
      }),
    ],
    problems: problemsOf(plan),
  });
}

function problemsOf({ where, asked, answer }: RollbackDescription): Explanation[] {
  if (answer.kind === "no-answer") {
    const what = `The rollback endpoint does not answer ${asked}: who must roll back would wait in vain.`;
    return [
      {
        what,
        where,
        why: `${answer.why}.`,
        fix: "Mend the endpoint, or correct incident.rollback, before the roll-out.",
      },
    ];
  }
  const { status, contentType, isDescription, body } = answer;
  if (status < 200 || status > 299) {
    const what = `The rollback endpoint answers ${asked} with HTTP ${status}; expected is a description of what it would do.`;
    return [
      {
        what,
        where,
        why: whyStatus(status),
        fix: "Deploy the endpoint, or correct incident.rollback, before the roll-out.",
      },
    ];
  }
  if (isDescription) return [];
  return [
    {
      what: `The rollback endpoint answers ${asked}, but not with a description of what it would do: ${contentType}, "${body}".`,
      where,
      why: "A JSON object is expected that says anything; something else may answer under this address.",
      fix: "Correct incident.rollback.describe: the path of the endpoint's description or of its dry run.",
    },
  ];
}

function whyStatus(status: number): string {
  if (status === 404 || status === 405) return "There is no such endpoint in what is deployed.";
  return status >= 500
    ? "The endpoint is there, and cannot say what it would do."
    : "The endpoint does not take the request.";
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function notLetIn({ where, asked }: RollbackDescription, status: number): Explanation {
  return {
    what: `Whether the rollback endpoint works is unknown: it answers ${asked} with HTTP ${status}.`,
    where,
    why: "It, or a login in front of it, does not accept who asks; it would not let a rollback through either.",
    fix: "Give incident.rollback.connection an auth that may ask it.",
  };
}
