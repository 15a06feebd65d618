import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { execa } from "execa";
import { startSlack } from "../../rehearsal/stand-ins/slack";
import { readJournal } from "../../support/journal/read-journal";
import type { RollbackOutcome } from "../../support/model/readings/incident";
import { serve } from "../clients/transport/local-servers";
import { linesOf, rewrite } from "../journal/facts";

/** How the service takes a rollback: the first is never carried out, the second never answered, the third comes late. */
type Way = "swallowed" | "unanswered" | "late" | "at once";

/** A service with its load balancer: what it was asked, and how much the canary gets. */
class Service {
  readonly keys: string[] = [];
  weight = 5;
  way: Way = "at once";

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === "POST") {
      this.keys.push(String(request.headers["idempotency-key"]));
      if (this.way === "at once" || this.way === "unanswered") this.weight = 0;
      if (this.way === "at once" || this.way === "late") response.writeHead(202).end("{}");
      return;
    }
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(this.shares()));
  };

  private shares() {
    const now = new Date().toISOString();
    const backend = (track: string, weight: number) => {
      return {
        name: track,
        track,
        configuredWeight: weight,
        appliedWeight: weight,
        state: "UP",
        countedRequests: weight,
      };
    };
    const { weight } = this;
    const answered = { answeredByCanary: weight, answeredByLegacy: 100 - weight, answeredByOthers: 0 };
    return {
      where: "the balancer",
      backends: [backend("canary", weight), backend("legacy", 100 - weight)],
      sample: { start: now, end: now, sent: 100, ...answered, unanswered: 0, remarks: [] },
      isCounterReset: false,
    };
  }
}

/** Everything around a rollback. */
async function scene(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "rollback-"));
  const service = new Service();
  const server = await serve(t, service.handle);
  const slack = await startSlack({ token: "xoxb-token-of-the-test", webhookKey: "webhook-key" }, () => undefined);
  t.after(() => slack.stop());
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const channel = slack.channelId("phase4-critical");
  let runs = 0;
  const start = (holds = "B") => {
    const runId = `20260101T10000${(runs += 1)}Z-incident-0a1b`;
    const words = [folder, server.url, slack.apiUrl.replace(/\/$/, ""), channel, runId, holds];
    const program = ["--require", "ts-node/register", join(__dirname, "rollback-process.ts"), ...words];
    return execa(process.execPath, program, { reject: false, timeout: 60_000 });
  };
  const ended = async (holds?: string): Promise<RollbackOutcome> => {
    const { stdout, stderr } = await start(holds);
    expect(stderr, "the next command runs to its end").to.equal("");
    return JSON.parse(stdout) as RollbackOutcome;
  };
  const messages = () => slack.messages(channel).map(({ text }) => text);
  const steps = async (): Promise<string[]> =>
    (await readJournal(folder)).entries.flatMap((entry) =>
      entry.kind === "rollback-step" ? [`${entry.step} ${entry.outcome}`] : [],
    );
  return { folder, service, slack, start, ended, messages, steps };
}

type Scene = Awaited<ReturnType<typeof scene>>;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_500; tries += 1) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error("What was waited for did not come.");
}

/** A moment to interrupt at: how the service behaves, how the moment is seen, and how far the journal tells then. */
interface Moment {
  readonly way: Way;
  readonly slow?: true;
  readonly isThere: (scene: Scene) => boolean | Promise<boolean>;
  readonly tells: RegExp;
}

const MOMENTS: Readonly<Record<string, Moment>> = {
  "when it is carried out, and not answered": {
    way: "unanswered",
    isThere: ({ service }) => service.keys.length === 1,
    tells: /^(asked begun|read-state failed)$/,
  },
  "while it is verified": {
    way: "late",
    isThere: async ({ steps }) => (await steps()).includes("accepted done"),
    tells: /^accepted done$/,
  },
  "when it is announced, and Slack has not answered": {
    way: "at once",
    slow: true,
    isThere: ({ messages }) => messages().length === 1,
    tells: /^(errors-below-limit done|announced (done|failed))$/,
  },
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGKILL"] as const;

describe(
  "a rollback that is interrupted is asked for once, and brought to its end by the next command",
  { concurrency: 3 },
  () => {
    for (const [sentence, moment] of Object.entries(MOMENTS))
      for (const signal of SIGNALS)
        it(`${signal} ${sentence}`, async (t) => {
          const at = await scene(t);
          at.service.way = moment.way;
          if (moment.slow) at.slack.answerSlowly(3_000);
          const first = at.start();
          await until(() => moment.isThere(at));
          first.kill(signal);
          await first;
          expect((await at.steps()).at(-1), "how far it got").to.match(moment.tells);
          at.slack.answerSlowly(0);
          at.service.way = "at once";
          at.service.weight = 0;
          const { steps } = await at.ended();
          expect(steps.find(({ step }) => step === "asked")?.detail).to.match(/not asked again$/);
          expect(at.service.keys).to.have.length(1);
          expect(at.messages()).to.have.length(1);
          expect(at.messages()[0]).to.match(/^Rolled back: the canary 2\.0\.0 is out of the traffic/);
          expect((await readJournal(at.folder)).problems).to.deep.equal([]);
          expect((await at.steps()).at(-1)).to.equal("announced done");
        });
  },
);

describe("a rollback whose request was lost when its command was killed", () => {
  it("is never asked for again, is said loudly with its key, and ends when it was sent by hand", async (t) => {
    const at = await scene(t);
    at.service.way = "swallowed";
    const first = at.start();
    await until(() => at.service.keys.length === 1);
    first.kill("SIGKILL");
    await first;
    const key = at.service.keys[0] ?? "";
    for (const _ of ["the second command", "the third"]) {
      const { manualCommand, steps } = await at.ended();
      expect(manualCommand).to.contain(key);
      expect(steps.at(-2)).to.include({ step: "last-canary-answer", isDone: false });
    }
    expect(at.service.keys, "never asked for again").to.deep.equal([key]);
    expect(at.messages(), "told once").to.have.length(1);
    expect(at.messages()[0])
      .to.match(/^ROLLBACK DID NOT TAKE/)
      .and.to.contain(key);
    at.service.weight = 0; // by hand
    const outcome = await at.ended("none");
    expect(outcome.refusal, "it is brought to its end, though errors are gone by now").to.equal(null);
    expect(at.messages().map((text) => text.split(":")[0])).to.deep.equal(["ROLLBACK DID NOT TAKE", "Rolled back"]);
    expect((await at.ended("none")).refusal).to.match(/decision is not to roll back/);
    expect(at.service.keys).to.deep.equal([key]);
  });
});

describe("after a rollback", () => {
  it("another command finds the canary out and asks for nothing; where it is back, it asks anew", async (t) => {
    const at = await scene(t);
    await at.ended();
    await at.ended();
    expect(at.service.keys).to.have.length(1);
    expect(at.messages()).to.have.length(1);
    at.service.weight = 5;
    await at.ended();
    expect(new Set(at.service.keys).size).to.equal(2);
    expect(at.messages()).to.have.length(2);
  });

  it("that was accepted without an effect, another order asks anew", async (t) => {
    const at = await scene(t);
    at.service.way = "late";
    await at.ended();
    at.service.way = "at once";
    await at.ended();
    expect(at.service.keys).to.have.length(2);
  });
});

describe("a rollback with a damaged journal", () => {
  it("is carried out all the same, and says so in its outcome and in the channel", async (t) => {
    const at = await scene(t);
    await at.ended("none");
    await at.ended();
    at.service.weight = 5;
    const lines = linesOf(at.folder);
    rewrite(
      at.folder,
      lines.map((line, index) => (index === 0 ? line.replace("begun", "done ") : line)),
    );
    expect(readFileSync(join(at.folder, "journal.ndjson"), "utf8")).to.contain('"done "');
    const { damage } = await at.ended();
    expect(damage).to.equal("THE JOURNAL IS DAMAGED");
    expect(at.service.keys).to.have.length(2);
    expect(at.messages().at(-1)).to.match(/^Rolled back: .* THE JOURNAL IS DAMAGED/s);
  });
});
