import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, it } from "node:test";
import { expect } from "chai";
import { startSlack, type SlackStandIn } from "../../rehearsal/stand-ins/slack";
import { assembleSlackSignOffs } from "../../support/assembly/slack-sign-offs";
import { askAll, readAll } from "../../support/cli/sign-off/slack";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { openJournal } from "../../support/journal/journal";
import { readJournal } from "../../support/journal/read-journal";
import { meantBy } from "../../support/judgement/slack-answers";
import type { JournalFact } from "../../support/model/journal-entry";
import type { QuestionSigns } from "../../support/model/readings/slack-answers";
import { createRedactor } from "../../support/reporting/redact";
import { checkDraft, type Draft } from "../../support/sign-off/draft";
import { signedItems } from "../../support/sign-off/items";
import { createTestContext } from "../clients/test-context";
import { connectionTo } from "../clients/transport/local-servers";
import { OPEN, RELEASE } from "../journal/facts";
import { decided, QUESTION, RUNBOOK, signed } from "./items-for";

const TOKEN = "xoxb-1234567890-secret";
const [MINA, JON, STRANGER] = ["U0MINA", "U0JON", "U0STRANGER"] as const;

after(() => closeTransports());

describe("what one person means in Slack", () => {
  const reaction = (name: string): QuestionSigns => ({ reactions: [{ userId: MINA, name }], replies: [] });
  const reply = (text: string): QuestionSigns => ({ reactions: [], replies: [{ userId: MINA, text }] });
  const cases: readonly (readonly [string, QuestionSigns, string])[] = [
    ["a check mark", reaction("white_check_mark"), "yes"],
    ["a thumb up, in a skin tone", reaction("+1::skin-tone-4"), "yes"],
    ["a cross", reaction("x"), "no"],
    ["a thumb down", reaction("-1"), "no"],
    ["eyes", reaction("eyes"), "nothing"],
    ["Yes, with more words", reply("Yes, reviewed it"), "yes"],
    ["no.", reply("no."), "no"],
    ["예", reply("예, 확인했습니다"), "yes"],
    ["아니오", reply("아니오".normalize("NFD")), "no"],
    ["yes further on", reply("I would say yes"), "nothing"],
    ["a word that only begins so", reply("notable"), "nothing"],
    ["nobody's silence", { reactions: [], replies: [] }, "nothing"],
    ["another one's yes", { reactions: [{ userId: JON, name: "+1" }], replies: [] }, "nothing"],
    ["both at once", { ...reaction("+1"), replies: [{ userId: MINA, text: "no" }] }, "unclear"],
  ];
  for (const [name, signs, expected] of cases)
    it(`${name}: ${expected}`, () => void expect(meantBy(MINA, signs)).to.equal(expected));
});

describe("sign-offs by Slack", () => {
  let server: SlackStandIn;
  let folder: string;
  let channelId: string;
  beforeEach(async () => {
    server = await startSlack({ token: TOKEN, webhookKey: "webhook-key" }, () => undefined);
    channelId = server.channelId("phase4-deployment");
    folder = mkdtempSync(join(tmpdir(), "slack-sign-offs-"));
  });
  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const people = [
    { name: "Mina Kim", roles: ["release-owner" as const], slackUserId: MINA },
    { name: "Jon Lee", roles: ["on-call-engineer" as const], slackUserId: JON },
  ];
  const release = { ...RELEASE, service: "phase4", legacyVersion: "1.9.4" };
  let runbook = RUNBOOK.filter(({ id }) => id === "D4-M3");
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const items = async () => {
    const at = new Date(Date.now() + 1_000).toISOString();
    return signedItems(runbook, { name: "test", release, people }, await readJournal(folder), at);
  };
  const record = async (draft: Draft): Promise<void> => {
    const checked = checkDraft(draft, { items: await items(), people, version: "2.0.0", now: new Date() });
    if ("faults" in checked) throw new Error(JSON.stringify(checked.faults));
    await (await openJournal(folder, OPEN)).append(checked.signOff);
  };
  const slack = () => {
    const auth = { kind: "bearer", token: TOKEN } as const;
    const url = server.apiUrl.replace(/\/$/, "");
    const connection = { ...connectionTo(url, { system: "Slack" }), auth };
    const channel = { channelId, channelName: "#phase4-deployment" };
    const communication = { deployment: channel, teams: [{ name: "Platform" }], support: channel, owners: [] };
    const environment = { name: "test", release, slack: { connection, ...channel }, communication };
    return assembleSlackSignOffs(environment, createTestContext().context);
  };
  const ask = (permits: "announcements"[] = ["announcements"]) =>
    askAll(slack(), { name: "test", release, people, permits }, createRedactor({}), { folder, items, print });
  const read = () => readAll(slack(), { release, people }, { folder, items, record, print });
  const question = () => ({ channelId, ts: server.messages(channelId)[0]?.ts ?? "" });
  const answers = async () => {
    const { entries } = await readJournal(folder);
    return entries.flatMap((entry) =>
      entry.kind === "sign-off" ? [`${entry.item} ${entry.name} ${entry.answer}`] : [],
    );
  };
  const append = async (fact: JournalFact) => void (await (await openJournal(folder, OPEN)).append(fact));

  it("asks once, names whom it asks, and is found again", async () => {
    await ask();
    await ask();
    expect(server.messages(channelId)).to.have.length(1);
    expect(server.messages(channelId)[0]?.text).to.match(
      /^D4-M3: Line D4-M3 [^]*Mina Kim[^]*\n<@U0MINA>\n_Reference: /,
    );
    const { entries } = await readJournal(folder);
    expect(entries.filter(({ kind }) => kind === "announcement")).to.have.length(1);
  });

  it("posts nothing where that is not permitted", async () => {
    await ask([]).then(
      () => expect.fail("it was asked"),
      (error: unknown) => void expect(String(error)).to.match(/permits/),
    );
    expect(server.messages(channelId)).to.have.length(0);
  });

  it("records a person's yes once, with the question's link as evidence; a stranger's counts for nothing", async () => {
    await ask();
    server.reactAs(STRANGER, { ...question(), name: "+1" });
    server.reactAs(JON, { ...question(), name: "+1" });
    await read();
    expect(await answers()).to.deep.equal([]);
    server.replyAs(MINA, { ...question(), text: "yes, reviewed" });
    await read();
    await read();
    expect(await answers()).to.deep.equal(["D4-M3 Mina Kim yes"]);
    const [item] = await items();
    expect(item?.state).to.equal("signed");
    expect(item?.reading.answers[0]?.link).to.match(/\/archives\/C0PHASE4DEP\/p\d+$/);
  });

  it("takes a yes back that is taken back or contradicted, and lets a no stand", async () => {
    await ask();
    server.reactAs(MINA, { ...question(), name: "white_check_mark" });
    await read();
    server.takeBackAs(MINA, { ...question(), name: "white_check_mark" });
    await read();
    server.reactAs(MINA, { ...question(), name: "+1" });
    await read();
    server.reactAs(MINA, { ...question(), name: "x" });
    await read();
    server.takeBackAs(MINA, { ...question(), name: "+1" });
    await read();
    const said = ["yes", "withdrawn", "yes", "withdrawn", "no"].map((answer) => `D4-M3 Mina Kim ${answer}`);
    expect(await answers()).to.deep.equal(said);
    expect((await items())[0]?.state).to.equal("refused");
    expect(lines.join("\n")).to.include("D4-M3: Mina Kim says yes and no; neither counts.");
  });

  it("never undoes a no that was given by the command", async () => {
    await ask();
    server.reactAs(MINA, { ...question(), name: "+1" });
    await append(signed({ answer: "no" }));
    await read();
    expect(await answers()).to.deep.equal(["D4-M3 Mina Kim no"]);
  });

  describe("of an incident", () => {
    const other = { ...QUESTION, about: "A, for 2.0.0: /b" };
    beforeEach(() => void (runbook = RUNBOOK.filter(({ id }) => id === "INC-5")));
    afterEach(() => void (runbook = RUNBOOK.filter(({ id }) => id === "D4-M3")));
    const newest = () => ({ channelId, ts: server.messages(channelId).at(-1)?.ts ?? "" });

    it("asks anew for each recommendation, and an answer counts for its own only", async () => {
      await append(decided(QUESTION));
      await ask();
      expect(server.messages(channelId)[0]?.text).to.include("to nothing else: A, for 2.0.0: /a, where most");
      const first = newest();
      await append(decided(other));
      server.reactAs(JON, { ...first, name: "+1" });
      await read();
      expect(await answers(), "the yes to the earlier one").to.deep.equal([]);
      await ask();
      await ask();
      expect(server.messages(channelId)).to.have.length(2);
      server.reactAs(JON, { ...newest(), name: "+1" });
      await read();
      const [item] = await items();
      expect([item?.state, item?.reading.answers[0]?.question]).to.deep.equal(["signed", other]);
    });

    it("takes a yes to one recommendation after a no to another", async () => {
      await append(decided(QUESTION));
      await ask();
      server.reactAs(JON, { ...newest(), name: "x" });
      await read();
      await append(decided(other));
      await ask();
      server.reactAs(JON, { ...newest(), name: "+1" });
      await read();
      expect(await answers()).to.deep.equal(["INC-5 Jon Lee no", "INC-5 Jon Lee yes"]);
    });

    it("asks nothing before there is a recommendation", async () => {
      await append({ ...decided(null), stage: "started" });
      await ask();
      await read();
      expect(server.messages(channelId)).to.have.length(0);
      expect(lines.join("\n")).to.include("INC-5 is not asked in Slack: nothing is recommended yet");
    });
  });

  it("records nothing where the answers cannot be read", async () => {
    await ask();
    server.leaveChannel(channelId);
    await read().then(
      () => expect.fail("it was read"),
      (error: unknown) => void expect(String(error)).to.match(/not_in_channel/),
    );
    expect(await answers()).to.deep.equal([]);
  });
});
