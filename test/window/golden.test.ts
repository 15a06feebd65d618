import { after, before, describe, it } from "node:test";
import { expect } from "chai";
import { serveHistory, type HistoryServer } from "../../rehearsal/history-server";
import type { RunResult } from "../../support/model/run-result";
import type { CanaryPhase } from "../../support/model/schedule";
import { bootedWindow } from "./window-run";

/** The runbook's own tables: what each checkpoint must find in the history "runbook", as numbers. */
const CHECKPOINTS: readonly (readonly [phase: CanaryPhase, at: string, found: Readonly<Record<string, number>>])[] = [
  ["day4", "2025-10-22T14:15:00Z", { "error rate": 0, "P95 response time": 45, memory: 1.2 }],
  ["day4", "2025-10-22T14:45:00Z", { "error rate": 0.01, "P95 response time": 52, memory: 1.3 }],
  ["day4", "2025-10-22T15:15:00Z", { "error rate": 0.02, "P95 response time": 48, memory: 1.4 }],
  ["day4", "2025-10-22T15:45:00Z", { "error rate": 0.01, "P95 response time": 51, memory: 1.3 }],
  ["day5-6", "2025-10-23T08:00:00Z", { "error rate": 0.02, "P95 response time": 56, errors: 2 }],
  ["day5-6", "2025-10-23T12:00:00Z", { "error rate": 0.03, "P95 response time": 61, errors: 3 }],
  ["day5-6", "2025-10-23T16:00:00Z", { "error rate": 0.01, "P95 response time": 54, errors: 1 }],
  ["day5-6", "2025-10-24T08:00:00Z", { "error rate": 0.02, "P95 response time": 59, errors: 2 }],
  [
    "day7",
    "2025-10-25T14:00:00Z",
    {
      "error rate": 0.02,
      "P95 response time": 58,
      "availability by requests": 99.98,
      "longest run of failed probes": 0,
    },
  ],
];

describe("the runbook's week gives the runbook's numbers", () => {
  const window = bootedWindow();
  let history: HistoryServer;
  before(async () => {
    history = await serveHistory("runbook");
  });
  after(() => history.stop());

  for (const [phase, at, found] of CHECKPOINTS) {
    it(`${phase} at ${at}: ${Object.entries(found)
      .map(([signal, value]) => `${signal} ${value}`)
      .join(", ")}, GO`, async () => {
      const result = await window.judge({ phase, at, prometheusUrl: history.url });
      expect(result.verdict, result.reasons.join("\n")).to.equal("GO");
      expect(sinceLastCheckpoint(result, Object.keys(found))).to.deep.equal(found);
    });
  }
});

/** The value of each signal over the window that begins last: since the checkpoint before. */
function sinceLastCheckpoint({ checks }: RunResult, signals: readonly string[]): Record<string, unknown> {
  const value = (signal: string): unknown => {
    const all = checks.flatMap(({ measurements }) => measurements).filter((one) => one.signal === signal);
    const latest = all.toSorted((a, b) => Date.parse(b.window?.start ?? "") - Date.parse(a.window?.start ?? ""))[0];
    return typeof latest?.value === "number" ? Number(latest.value.toFixed(6)) : latest?.value;
  };
  return Object.fromEntries(signals.map((signal) => [signal, value(signal)]));
}
