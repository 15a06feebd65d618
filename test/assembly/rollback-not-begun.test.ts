import { describe, it } from "node:test";
import { expect } from "chai";
import { rollBack, type RollbackMeans } from "../../support/assembly/incident/roll-back";
import { contextOutsideChecks } from "../../support/model/check-context";
import type { JournalFact } from "../../support/model/journal-entry";
import { errorCounts, EXACT } from "../judgement/window-readings";

/** When the command is interrupted: before the rollback, or while "asked" is being written into the journal. */
type Moment = "before" | "while it is written down";

/** Carries a decided rollback out in a command that is interrupted then. */
async function interrupted(moment: Moment) {
  const command = new AbortController();
  const requests: string[] = [];
  const written: string[] = [];
  const means: RollbackMeans = {
    rollback: {
      where: "phase4",
      describe: () => Promise.reject(new Error("not asked here")),
      rollBackOnce: (key) => {
        requests.push(key);
        return Promise.reject(new Error("nothing is sent any more"));
      },
      manualCommand: (key) => `curl ${key}`,
    },
    signs: {
      balancer: { readShares: () => Promise.reject(new Error("not looked at here")) },
      metrics: { countErrors: () => Promise.resolve(errorCounts(0, 900, { track: "legacy" })) },
      scrapeSeconds: 1,
      limit: { abovePercent: 1, rule: EXACT },
      withinMs: 1_000,
      signal: command.signal,
    },
    announcements: { announceOnce: () => Promise.reject(new Error("nothing is told here")) },
    channel: { channelId: "C1", channelName: "#phase4-critical" },
    canary: "canary 2.0.0",
    earlier: null,
    damage: null,
  };
  const record = (fact: JournalFact): Promise<void> => {
    if (fact.kind === "rollback-step") written.push(`${fact.step} ${fact.outcome}`);
    if (moment === "while it is written down") command.abort();
    return Promise.resolve();
  };
  if (moment === "before") command.abort();
  const order = { holds: "B", because: "Errors.", abovePercent: 1, rule: EXACT } as const;
  const run = { mandate: { refusal: null }, known: new Map<string, Promise<unknown>>(), record };
  const { outcome } = await rollBack(means, order, run, contextOutsideChecks("test", "a run", command.signal));
  return { requests, written, outcome };
}

describe("a rollback whose command is interrupted is not asked for, and the journal says so", () => {
  it("before it: nothing is written, so that the next command asks", async () => {
    const { requests, written, outcome } = await interrupted("before");
    expect(requests).to.deep.equal([]);
    expect(written).to.deep.equal([]);
    expect(outcome).to.include({ refusal: null }).and.to.deep.include({ steps: [] });
  });

  it("while it is written down: that it was not sent is written, too", async () => {
    const { requests, written, outcome } = await interrupted("while it is written down");
    expect(requests).to.deep.equal([]);
    expect(written).to.deep.equal(["asked begun", "asked failed"]);
    expect(outcome.steps.map(({ step, isDone }) => `${step} ${isDone}`)).to.deep.equal(["asked false"]);
  });
});
