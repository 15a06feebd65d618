import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judgeAnnounced, judgeToldByPeople } from "../../support/judgement/communication";
import { judgeRollbackDescription } from "../../support/judgement/rollback-description";
import type { AnnouncementDelivery } from "../../support/model/readings/announcements";
import type { Told } from "../../support/model/readings/communication";
import type { RollbackDescription } from "../../support/model/readings/rollback-description";
import { signersIn } from "../../support/model/signers";

const PROBLEM = { what: "It is not there.", where: "Slack", why: "It is archived.", fix: "Choose another one." };

function delivered(about: Partial<AnnouncementDelivery> = {}): Told {
  const delivery = {
    where: "Slack",
    channel: "#a",
    messageId: "1.1",
    permalink: "https://slack.example/p1",
    postedAt: "2025-10-22T13:30:00.000Z",
    isEarlier: false,
    textSha256: "",
    copies: 1,
    ...about,
  };
  return { kind: "told", channel: "#a", delivery };
}

describe("what people were told", () => {
  const refused: Told = { kind: "refused", channel: "#b", problem: PROBLEM };
  const unknown: Told = { kind: "unknown", channel: "#b", cause: "unreachable", problem: PROBLEM };
  const cases: readonly (readonly [string, readonly Told[], string])[] = [
    ["stands once", [delivered()], "passed"],
    ["stood there already", [delivered({ isEarlier: true })], "passed"],
    ["stands twice", [delivered({ copies: 2 })], "failed"],
    ["was accepted and is not shown", [delivered({ copies: 0 })], "failed"],
    ["could not be read back", [delivered({ copies: null })], "inconclusive unreachable"],
    ["has no link", [delivered({ permalink: null })], "inconclusive no-data"],
    ["one channel does not take it", [delivered(), refused], "failed"],
    ["one channel is unknown", [delivered(), unknown], "inconclusive unreachable"],
    ["one is refused, one unknown: what is proven counts", [unknown, refused], "failed"],
  ];
  for (const [name, told, expected] of cases) {
    test(`${name}: ${expected}`, () => {
      const judgement = judgeAnnounced({ purpose: "notice", told });
      const { outcome } = judgement;
      assert.equal(outcome === "inconclusive" ? `${outcome} ${judgement.cause}` : outcome, expected);
    });
  }
});

describe("the teams without a channel", () => {
  const signOffs = {
    where: "journal",
    item: "D4-C2",
    release: "r",
    version: "2",
    at: "2025-10-22T13:30:00.000Z",
    answers: [],
    lapsed: [],
    problems: [],
  };
  const signers = signersIn("the release owner");
  const yes = {
    name: "Mina Kim",
    role: "release-owner",
    answer: "yes",
    note: null,
    link: null,
    at: "2025-10-22T13:00:00.000Z",
    expiresAt: null,
  } as const;

  test("none: nobody has to sign, but a no counts", () => {
    assert.equal(judgeToldByPeople({ teams: [], signOffs }, signers).outcome, "passed");
    const no = { ...signOffs, answers: [{ ...yes, answer: "no" } as const] };
    assert.equal(judgeToldByPeople({ teams: [], signOffs: no }, signers).outcome, "failed");
  });

  test("one: awaits the signature, and passes with it", () => {
    const awaiting = judgeToldByPeople({ teams: ["Field service"], signOffs }, signers);
    assert.equal(awaiting.outcome === "inconclusive" && awaiting.cause, "awaiting-sign-off");
    assert.match(awaiting.summary, /^Field service has no channel\. D4-C2 awaits the sign-off of: release owner/);
    const signed = judgeToldByPeople({ teams: ["Field service"], signOffs: { ...signOffs, answers: [yes] } }, signers);
    assert.equal(signed.outcome, "passed");
  });
});

describe("the rollback endpoint", () => {
  const answered = (about: object): RollbackDescription["answer"] => ({
    kind: "answered",
    status: 200,
    contentType: "application/json",
    isDescription: true,
    body: "{}",
    ...about,
  });
  const cases: readonly (readonly [string, RollbackDescription["answer"], string])[] = [
    ["describes what it would do", answered({}), "passed"],
    ["is not there", answered({ status: 404 }), "failed"],
    ["is broken", answered({ status: 500 }), "failed"],
    ["says nothing", answered({ isDescription: false }), "failed"],
    ["does not let in who asks", answered({ status: 403 }), "inconclusive"],
    ["sends to a login", answered({ status: 302 }), "inconclusive"],
    ["does not answer", { kind: "no-answer", cause: "timed-out", why: "no answer in time" }, "failed"],
  ];
  for (const [name, answer, expected] of cases) {
    test(`${name}: ${expected}`, () => {
      const reading = { where: "Rollback endpoint", asked: "GET /rollback", answer, durationMs: 5 };
      assert.equal(judgeRollbackDescription(reading).outcome, expected);
    });
  }
});
