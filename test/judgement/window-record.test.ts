import { describe } from "node:test";
import { judgeWindowRecord } from "../../support/judgement/window-record";
import type { RecordedCheckpoint, RecordedRun, WindowRecord } from "../../support/model/readings/window-record";
import { judgements } from "./expectation";

const RUN: RecordedRun = {
  runId: "20251022T141500Z-day4-0a1b",
  evaluatedAt: "2025-10-22T14:15:00.000Z",
  verdict: "GO",
  isLate: false,
  verdictSha256: "0".repeat(64),
  findings: [],
  damages: [],
};

const checkpoint = (run: Partial<RecordedRun> | null, of: Partial<RecordedCheckpoint> = {}): RecordedCheckpoint => ({
  phase: "day4",
  at: "2025-10-22T14:15:00.000Z",
  isDue: true,
  run: run === null ? null : { ...RUN, ...run },
  undecided: 0,
  ...of,
});

const objection = (answer: "no" | "withdrawn") => ({
  item: "D4-M3",
  name: "Mina Kim",
  role: "release-owner",
  answer,
  note: answer === "no" ? "not yet" : null,
  at: "2025-10-24T09:00:00.000Z",
});

const judge = (checkpoints: readonly RecordedCheckpoint[], of: Partial<WindowRecord> = {}) =>
  judgeWindowRecord({
    where: "journal.ndjson of production",
    environment: "production",
    release: { id: "r1", canaryVersion: "2.0.0" },
    evaluatedAt: "2025-10-25T14:00:00.000Z",
    problems: [],
    checkpoints,
    objections: [],
    ...of,
  });

const finding = (item: string, outcome: "failed" | "inconclusive", summary: string) => ({
  items: [item],
  outcome,
  cause: outcome === "failed" ? null : ("no-data" as const),
  summary,
});
const NO_GO = { verdict: "NO-GO", findings: [finding("D4-1", "failed", "0.90 % of the requests failed")] } as const;
const UNKNOWN = { verdict: "INCONCLUSIVE", findings: [finding("D4-2", "inconclusive", "no data")] } as const;

describe("the record of the window", () =>
  judgements({
    "all were run and GO": [
      judge([checkpoint({}, { phase: "preflight", at: null }), checkpoint({})]),
      { outcome: "passed", says: "All 2 checkpoints of the window were run, each with the verdict GO." },
    ],
    "a late one is one": [judge([checkpoint({ isLate: true })]), { outcome: "passed", says: "All 1 checkpoints" }],
    "one was not run: the command that supplies it is told": [
      judge([checkpoint({}), checkpoint(null)]),
      {
        outcome: "inconclusive",
        cause: "not-executed",
        says: "npm run day4 -- --environment production --at 2025-10-22T14:15:00Z",
      },
    ],
    "the preflight was not run": [
      judge([checkpoint(null, { phase: "preflight", at: null })]),
      { outcome: "inconclusive", cause: "not-executed", says: "The preflight was not run." },
    ],
    "its only run came to no sound end": [
      judge([checkpoint(null, { undecided: 1 })]),
      { outcome: "inconclusive", cause: "not-executed", says: "1 of its runs came to no sound end." },
    ],
    "one is still to come": [
      judge([checkpoint({}), checkpoint(null, { isDue: false })]),
      { outcome: "inconclusive", cause: "not-executed", says: "Day 4 at 2025-10-22 14:15 UTC is still to come." },
    ],
    "one was inconclusive": [
      judge([checkpoint({}), checkpoint(UNKNOWN)]),
      { outcome: "inconclusive", cause: "not-executed", says: "was INCONCLUSIVE: D4-2 inconclusive: no data." },
    ],
    "one was NO-GO": [
      judge([checkpoint({}), checkpoint(NO_GO)]),
      { outcome: "failed", says: "was NO-GO: D4-1 failed: 0.90 % of the requests failed." },
    ],
    "one was NO-GO, another is missing, and the journal is damaged: the NO-GO stands": [
      judge([checkpoint(NO_GO), checkpoint(null)], { problems: ["line 3: changed"] }),
      { outcome: "failed", says: "was NO-GO" },
    ],
    "all are GO, but the journal is damaged": [
      judge([checkpoint({})], { problems: ["line 3: its digest is another"] }),
      { outcome: "inconclusive", cause: "partial-coverage", says: "line 3: its digest is another" },
    ],
    "all are GO, but the evidence of one was changed": [
      judge([checkpoint({ damages: ["evidence/D4-1/01-query.json was changed"] })]),
      { outcome: "inconclusive", cause: "partial-coverage", says: "evidence/D4-1/01-query.json was changed" },
    ],
    "all are GO, but a person says no since": [
      judge([checkpoint({})], { objections: [objection("no")] }),
      { outcome: "failed", says: 'Mina Kim (release owner) says no to D4-M3: "not yet".' },
    ],
    "one is missing, and a person says no: the no stands": [
      judge([checkpoint(null)], { objections: [objection("no")] }),
      { outcome: "failed", says: "says no to D4-M3" },
    ],
    "all are GO, but a person took the yes back since": [
      judge([checkpoint({})], { objections: [objection("withdrawn")] }),
      {
        outcome: "inconclusive",
        cause: "awaiting-sign-off",
        says: "Mina Kim (release owner) took the yes to D4-M3 back",
      },
    ],
    "there is no checkpoint": [judge([]), { outcome: "inconclusive", cause: "no-data", says: "no checkpoint at all" }],
  }));
