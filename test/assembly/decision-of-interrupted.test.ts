import { describe, it } from "node:test";
import { expect } from "chai";
import { assembleIncident, type DecisionToNote } from "../../support/assembly/incident";
import { namedIn } from "../../support/assembly/named";
import { contextOutsideChecks } from "../../support/model/check-context";
import type { JournalFact } from "../../support/model/journal-entry";
import { HEAD, load } from "../environment/staging-file";

const FILE = `${HEAD}
prometheus:
  connection: { url: "https://prometheus.example.com" }
  expectedTargets: [{ job: shop, instance: "app-1:9100" }]
  expectedRules: [HighErrorRate]
  canaryAlerts: { service: shop, track: canary }
metrics: { flavour: prometheus-client, canary: { track: canary }, legacy: { track: legacy } }
incident:
  alert: { name: HighErrorRate, channelId: C0CRITICAL, channelName: "#critical" }
  announce: { channelId: C0CRITICAL, channelName: "#critical" }
  dependencies: [{ kind: redis, name: Cache, url: "redis://cache.example:6379/0" }]
  rollback: { connection: { url: "https://shop.example.com" } }
`;

const DECISION: DecisionToNote = { recommendation: "B", because: "The cause is not clear.", question: null };

/** The incident of a command that is, or is not, interrupted by now, and what it wrote into the journal. */
function incidentOf({ isInterrupted }: { isInterrupted: boolean }) {
  const { environment } = load(FILE);
  const written: JournalFact[] = [];
  const record = (fact: JournalFact): Promise<void> => {
    written.push(fact);
    return Promise.resolve();
  };
  const context = contextOutsideChecks(
    "staging",
    "a run",
    isInterrupted ? AbortSignal.abort() : new AbortController().signal,
  );
  const run = { mandate: { refusal: null }, known: new Map<string, Promise<unknown>>(), record };
  const moment = {
    evaluatedAt: "2025-10-22T14:45:00.000Z",
    canary: null,
    journalFolder: "/no/journal",
    incident: run,
    language: "en",
  } as const;
  return { incident: assembleIncident(environment, context, namedIn("staging"), moment), written };
}

describe("an incident's decision is written into the journal", () => {
  it("as it was reached", async () => {
    const { incident, written } = incidentOf({ isInterrupted: false });
    await incident.noteDecision(DECISION);
    expect(written).to.have.length(1);
    expect(written[0]).to.include({ kind: "incident", stage: "decided", recommendation: "B" });
  });

  it("by no command that was interrupted: what it could not ask decides nothing", async () => {
    const { incident, written } = incidentOf({ isInterrupted: true });
    const error: unknown = await incident.noteDecision(DECISION).catch((reason: unknown) => reason);
    expect(error).to.include({ name: "InconclusiveError", reason: "not-executed" });
    expect(written).to.deep.equal([]);
  });
});
