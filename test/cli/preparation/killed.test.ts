import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { startSlack } from "../../../rehearsal/stand-ins/slack";
import { readJournal } from "../../../support/journal/read-journal";
import { serve } from "../../clients/transport/local-servers";
import { ownProject, type Started } from "./own-project";

const TOKEN = "xoxb-token-of-the-test";
/** The plan, the notice to a team, the request to customer support. */
const CHANNELS = ["phase4-deployment", "team-platform", "support"] as const;

/** How the checks read that find them there. */
const STANDS = [
  "D4-C1 The deployment plan stands in its channel once",
  "D4-C2 Every team's channel has the notice once",
  "D4-C3 Customer support is asked in its channel once",
] as const;

/** Slack, behind a server that keeps back the answers to one method. */
async function slackKeepingBack(t: TestContext) {
  const slack = await startSlack({ token: TOKEN, webhookKey: "webhook-key" }, () => undefined);
  t.after(() => slack.stop());
  let kept: string | null = null;
  const asked: string[] = [];
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "" } = request;
    const body = method === "POST" ? await text(request) : null;
    const headers = {
      authorization: String(request.headers.authorization),
      "content-type": request.headers["content-type"] ?? "application/x-www-form-urlencoded",
    };
    const answer = await fetch(`${slack.url}${url}`, { method, headers, body });
    const content = await answer.text();
    const name = url.split("/").at(-1)?.split("?")[0] ?? "";
    asked.push(name);
    if (name !== kept) response.writeHead(answer.status, { "content-type": "application/json" }).end(content);
  };
  const front = await serve(t, (request, response) => void pass(request, response));
  return {
    url: `${front.url}/api`,
    /** null: all answers are given. */
    keepBack: (method: string | null) => void (kept = method),
    timesAsked: (method: string) => asked.filter((one) => one === method).length,
    channelId: (name: (typeof CHANNELS)[number]) => slack.channelId(name),
    messages: () => CHANNELS.map((name) => slack.messages(slack.channelId(name)).map(({ ts }) => ts)),
  };
}

type Slack = Awaited<ReturnType<typeof slackKeepingBack>>;

/** An environment that has Slack, and of everything else what the deployment plan names. */
function environmentFile({ url, channelId }: Slack): string {
  const channel = (name: (typeof CHANNELS)[number]) => `{ channelId: ${channelId(name)}, channelName: "#${name}" }`;
  return `
name: team
release: { id: phase4-2.0.0, service: phase4, canaryVersion: "2.0.0", legacyVersion: "1.9.4", rolledOutAt: 2025-10-22T14:00:00Z }
permits: [announcements]
defaults: { timeoutSeconds: 5, deadlineSeconds: 10, retries: 0, pollSeconds: 0.2, proxy: none }
slack: { connection: { url: "${url}" }, tokenFrom: TEAM_SLACK_TOKEN, channelId: C0PHASE4PRE, channelName: "#phase4-preflight" }
communication:
  deployment: ${channel("phase4-deployment")}
  teams: [{ name: Platform, channel: ${channel("team-platform")} }]
  support: ${channel("support")}
  owners: [{ role: release owner, name: Mina Kim }]
incident:
  alert: { name: Phase4CanaryErrorRateHigh, channelId: C0PHASE4CRT, channelName: "#phase4-critical", withinSeconds: 120 }
  announce: { channelId: C0PHASE4CRT, channelName: "#phase4-critical" }
  metrics: { endpointLabel: handler, versionLabel: version, versions: phase4_build_info }
  dependencies: [{ kind: http, name: Payments, connection: { url: "http://127.0.0.1:9" }, path: /health }]
  rollback: { connection: { url: "http://127.0.0.1:9" } }
`;
}

/** Waits for what a command brings about. @throws Error the command ended without it, and says what it told. */
async function until(holds: () => boolean, command: Started): Promise<void> {
  const broken = new AbortController();
  const ended = command.then(({ all }) => {
    if (!broken.signal.aborted) throw new Error(`The command ended before what was waited for came:\n${all}`);
  });
  const came = async () => {
    while (!holds()) await sleep(20, undefined, { signal: broken.signal });
  };
  await Promise.race([came(), ended]).finally(() => broken.abort());
}

/** What is kept back from the command, and how often it must have been asked for when the command is killed. */
const MOMENTS = {
  "the posts were received, and not answered": "chat.postMessage",
  "the posts were answered, and are not in the journal yet": "chat.getPermalink",
} as const;

describe("npm run preparation that is killed", { concurrency: 2 }, () => {
  for (const [sentence, method] of Object.entries(MOMENTS))
    it(`when ${sentence}: the next one posts nothing twice, and records each once`, async (t) => {
      const slack = await slackKeepingBack(t);
      const variables = { TEAM_SLACK_TOKEN: TOKEN };
      const project = ownProject(t, { name: "team", file: environmentFile(slack), variables });
      const announced = async () =>
        (await readJournal(project.reports)).entries.flatMap((entry) =>
          entry.kind === "announcement" ? [entry.messageId] : [],
        );
      slack.keepBack(method);
      const first = project.start("preparation");
      await until(() => slack.timesAsked(method) === CHANNELS.length, first);
      first.kill("SIGKILL");
      await first;
      const posted = slack.messages();
      expect(
        posted.map(({ length }) => length),
        "what the first one posted",
      ).to.deep.equal([1, 1, 1]);
      expect(await announced(), "what it could write down").to.deep.equal([]);
      slack.keepBack(null);
      for (const time of ["second", "third"]) {
        const { all } = await project.start("preparation");
        for (const check of STANDS) expect(all).to.include(`✓ ${check} `);
        expect(slack.messages(), `the channels after the ${time}\n${all}`).to.deep.equal(posted);
        expect((await announced()).toSorted(), `the journal after the ${time}`).to.deep.equal(posted.flat().toSorted());
      }
      expect((await readJournal(project.reports)).problems).to.deep.equal([]);
    });
});
