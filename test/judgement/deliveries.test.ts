import { describe } from "node:test";
import { judgeIncidentOpened, judgeIncidentResolved, judgeMessage } from "../../support/judgement/delivery";
import { judgeArrival, judgeFields } from "../../support/judgement/log-arrival";
import { judgements } from "./expectation";
import { arrival, message, page } from "./readings";

describe("the log stores", () =>
  judgements({
    "arrived once in both": [
      judgeArrival([arrival(), arrival({ store: "Cloud Logging" })], 20),
      { outcome: "passed", says: "Cloud Logging (after 0.3 s)" },
    ],
    "no store": [judgeArrival([], 20), { outcome: "failed", says: "names no log store" }],
    "not arrived in one of two": [
      judgeArrival([arrival(), arrival({ store: "Cloud Logging", hits: [], delayMs: null })], 20),
      { outcome: "failed", says: "did not arrive in Cloud Logging" },
    ],
    "arrived late": [judgeArrival([arrival({ delayMs: 20_100 })], 20), { outcome: "failed", says: "took 20.1 s" }],
    "arrived twice": [
      judgeArrival([arrival({ hits: [{ fields: {} }, { fields: {} }] })], 20),
      { outcome: "failed", says: "stands 2 times" },
    ],
    "fields as written": [judgeFields([arrival()]), { outcome: "passed", says: "as the service wrote them" }],
    "no field is expected": [
      judgeFields([arrival({ expectedFields: {} })]),
      { outcome: "inconclusive", cause: "not-executed", says: "names no field" },
    ],
    "no line arrived at all": [
      judgeFields([]),
      { outcome: "inconclusive", cause: "not-executed", says: "names no field" },
    ],
    "fields missing": [
      judgeFields([arrival({ hits: [{ fields: { message: "raw" } }] })]),
      { outcome: "failed", says: "service.track is missing" },
    ],
    "a field with another value": [
      judgeFields([arrival({ hits: [{ fields: { "service.track": "legacy", status: 200 } }] })]),
      { outcome: "failed", says: 'service.track is "legacy"' },
    ],
  }));

describe("the notifications", () =>
  judgements({
    "message read back once": [judgeMessage(message()), { outcome: "passed", says: "https://slack.example/p1" }],
    "post unanswered, yet there once": [
      judgeMessage(message({ post: { kind: "no-answer", why: "timeout" } })),
      { outcome: "passed", says: "once" },
    ],
    "post unanswered, not there": [
      judgeMessage(message({ post: { kind: "no-answer", why: "timeout" }, readBack: { count: 0 } })),
      { outcome: "inconclusive", cause: "timed-out", says: "not posted again" },
    ],
    "there, but without a link": [
      judgeMessage(message({ permalink: null })),
      { outcome: "inconclusive", cause: "no-data", says: "no permanent link" },
    ],
    "accepted, but not there": [
      judgeMessage(message({ readBack: { count: 0 } })),
      { outcome: "failed", says: "does not show it" },
    ],
    "there twice": [judgeMessage(message({ readBack: { count: 2 } })), { outcome: "failed", says: "2 times" }],
    "not in the channel": [
      judgeMessage(message({ post: { kind: "refused", word: "not_in_channel" }, readBack: null })),
      { outcome: "failed", says: "invite it there" },
    ],
    "channel cannot be read": [
      judgeMessage(message({ readBack: null, readBackProblem: "missing_scope" })),
      { outcome: "inconclusive", cause: "unreachable", says: "missing_scope" },
    ],
    "incident opened": [judgeIncidentOpened(page()), { outcome: "passed", says: "Incident Q1 opened after 0.1 s" }],
    "accepted, but dropped": [
      judgeIncidentOpened(page({ incident: null, openedAfterMs: null })),
      { outcome: "failed", says: "no incident opened within 20 s" },
    ],
    "rate-limited": [
      judgeIncidentOpened(page({ event: { kind: "rate-limited" }, incident: null })),
      { outcome: "inconclusive", cause: "provider-warning", says: "too many events" },
    ],
    "event refused": [
      judgeIncidentOpened(page({ event: { kind: "refused", why: "invalid routing key" }, incident: null })),
      { outcome: "failed", says: "invalid routing key" },
    ],
    "opened elsewhere": [
      judgeIncidentOpened(page({ incident: { id: "Q1", url: "u", service: "POTHER", status: "triggered" } })),
      { outcome: "failed", says: "service POTHER; expected is PSVC1" },
    ],
    "resolved again": [judgeIncidentResolved(page()), { outcome: "passed", says: "resolved again" }],
    "left open": [
      judgeIncidentResolved(page({ statusAfterResolve: "triggered" })),
      { outcome: "failed", says: "Resolve it by hand" },
    ],
    "never seen again": [
      judgeIncidentResolved(page({ statusAfterResolve: null })),
      { outcome: "failed", says: "unknown state" },
    ],
  }));
