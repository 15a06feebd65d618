import type { Fault } from "./fault";

/** Longer than any client waits for Slack's answer. */
const SLOW_ANSWER_MS = 20_000;

/** Faults in the log stores, in Slack and in PagerDuty (Day 3, infrastructure). */
export const MESSAGING_FAULTS: readonly Fault[] = [
  {
    name: "log-shipper-down",
    sentence: "What ships the logs does not run.",
    changes: { "D3-I5": "failed" },
    plan: { logShipper: "absent" },
  },
  {
    name: "log-arrives-unparsed",
    sentence: "The logs arrive as raw text, without their fields.",
    changes: { "D3-I5": "failed" },
    plan: { logShipper: "without-fields" },
  },
  {
    name: "log-arrives-late",
    sentence: "Each log line arrives 25 seconds late.",
    changes: { "D3-I5": "failed" },
    plan: { logShipper: "late" },
  },
  {
    name: "log-store-partial-failure",
    sentence: "Elasticsearch answers 200, but from a part of its shards only.",
    changes: { "D3-I5": "inconclusive" },
    afterBoot: ({ standIns }) => standIns.elasticsearch.failShards(),
  },
  {
    name: "slack-token-revoked",
    sentence: "Slack has revoked the token: it answers 200 with ok:false.",
    changes: { "D3-I6": "inconclusive" },
    afterBoot: ({ standIns }) => standIns.slack.revokeToken(),
  },
  {
    name: "slack-not-in-channel",
    sentence: "The Slack bot is not a member of the channel.",
    changes: { "D3-I6": "failed" },
    afterBoot: ({ standIns: { slack } }) => slack.leaveChannel(slack.channelId("phase4-preflight")),
  },
  {
    name: "slack-slow",
    sentence: "Slack stores the message at once but answers after 20 seconds: a second attempt would post it twice.",
    changes: { "D3-I6": "passed or inconclusive" },
    afterBoot: ({ standIns }) => standIns.slack.answerSlowly(SLOW_ANSWER_MS),
  },
  {
    name: "pagerduty-accepts-but-drops",
    sentence: "PagerDuty accepts the event and opens no incident.",
    changes: { "D3-I7": "failed" },
    afterBoot: ({ standIns }) => standIns.pagerduty.acceptButDrop(),
  },
  {
    name: "pagerduty-rate-limited",
    sentence: "PagerDuty refuses events for now: too many requests.",
    changes: { "D3-I7": "inconclusive" },
    afterBoot: ({ standIns }) => standIns.pagerduty.rateLimit(),
  },
];
