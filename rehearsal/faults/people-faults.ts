import type { Fault } from "./fault";

/**
 * Faults in what people say: users' feedback, the release's issues, the A/B test's preparation (Days 5 to 7). The
 * service calls the A/B test ready when enough of all answers that it ever had are positive, so only feedback that is
 * bad enough for that changes its readiness too.
 */
export const PEOPLE_FAULTS: readonly Fault[] = [
  {
    name: "feedback-negative",
    sentence: "Most users dislike the canary; the service itself then calls the A/B test not ready.",
    changes: { "D7-7": "failed", "D7-9": "failed" },
    plan: { feedback: "negative" },
  },
  {
    name: "feedback-lukewarm",
    sentence: "Fewer than half of the users are content with the canary, and most of the others do not mind.",
    changes: { "D7-7": "failed" },
    plan: { feedback: "lukewarm" },
  },
  {
    name: "feedback-silent",
    sentence: "Nobody has answered since the roll-out; only testers had, before it.",
    changes: { "D56-4": "inconclusive", "D7-7": "inconclusive" },
    plan: { feedback: "none" },
  },
  {
    name: "open-issue",
    sentence: "An issue of the release is open in the tracker.",
    changes: { "D7-8": "failed" },
    afterBoot: ({ standIns }) => void standIns.github.openIssue("Recommendations of the canary repeat an item"),
  },
  {
    name: "tracker-label-misspelt",
    sentence: "The tracker spells the release's label otherwise: a question for it finds no issue, open or not.",
    changes: { "D7-8": "inconclusive" },
    afterBoot: ({ standIns }) => standIns.github.renameLabel("canary-2.0.O"),
  },
  {
    name: "tracker-token-revoked",
    sentence: "The issue tracker has revoked the token.",
    changes: { "D7-8": "inconclusive" },
    afterBoot: ({ standIns }) => standIns.github.revokeToken(),
  },
  {
    name: "ab-test-not-ready",
    sentence: "The A/B test's experiment is still a draft.",
    changes: { "D7-9": "failed" },
    plan: { experiment: "draft" },
  },
];
