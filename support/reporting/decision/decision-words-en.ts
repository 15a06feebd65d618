import type { CheckpointState } from "../../model/decision";
import { REPORT_WORDS } from "../messages";
import { WORDS } from "../run-page-words";
import type { DecisionWords } from "./word-list";
import { shortTime } from "./short-time";

const STATES: Readonly<Record<CheckpointState, string>> = {
  go: "GO",
  "no-go": "NO-GO",
  inconclusive: "inconclusive",
  damaged: "damaged record",
  missing: "not run",
  "to-come": "still to come",
};

/** The decision page in English. */
export const EN: DecisionWords = {
  title: "Decision",
  language: "Language",
  verdicts: { GO: "GO", "NO-GO": "NO-GO", INCONCLUSIVE: "INCONCLUSIVE" },
  consequences: {
    GO: "Promote to the A/B test.",
    "NO-GO": "Do not promote: a criterion does not hold.",
    INCONCLUSIVE: "Do not promote yet: something is missing. What is unknown is never GO.",
  },
  states: STATES,
  outcomes: WORDS.en.outcome,
  causes: REPORT_WORDS.en.causes,
  phases: WORDS.en.phase,
  rehearsal: "REHEARSAL",
  noEvidence: "this is no evidence about production",
  asOf: "Judged as of",
  decided: "Decided",
  release: "Release",
  environment: "Environment",
  standIns: "Stand-ins",
  reasons: "Why",
  criteriaHold: (well, all) => `${well} of ${all} success criteria hold.`,
  checkpointsGo: (well, all) => `${well} of ${all} checkpoints were run, and GO.`,
  signedBy: (count) => (count === 1 ? "1 sign-off stands." : `${count} sign-offs stand.`),
  noTrouble: "No incident and no rollback is recorded.",
  happened: (count) => `${count} stages of incidents and steps of rollbacks are recorded, below.`,
  fix: "Next",
  missing: "What is missing, and who can supply it",
  who: "Who",
  supply: "How",
  criteria: "Success criteria",
  criterion: "Criterion",
  goal: "Goal",
  value: "Value, afresh",
  state: "State",
  recorded: "recorded",
  recordedSame: "Day 7 recorded",
  notRecorded: "not recorded by Day 7",
  evidence: "Evidence",
  checkpoints: "Checkpoints of the window",
  checkpoint: "Checkpoint",
  time: "Time",
  run: "Run",
  late: "late",
  beforeRollOut: "before the roll-out",
  runbookTables: "The runbook's tables",
  charts: "The last 48 hours",
  signOffs: "Sign-offs",
  noSignOffs: "Nobody has signed anything for this release and version.",
  item: "Item",
  person: "Name",
  role: "Role",
  answer: "Answer",
  incidents: "Incidents and rollbacks",
  noIncidents: "The journal has none.",
  what: "What",
  detail: "Detail",
  changes: "What changed since the last decision",
  firstDecision: "This is the first decision on this release and version.",
  noChanges: "Nothing.",
  before: "Before",
  now: "Now",
  versions: "Versions",
  digests: "Digests of the evidence (SHA-256)",
  digestsHow:
    "Each verdict.json holds the digests of its run's evidence; npm run journal -- verify compares all of them.",
  file: "File",
  runPage: "The run on one page",
  allure: "All steps and evidence (Allure)",
  more: (count) => `and ${count} more`,
  missingText: (missing) => {
    switch (missing.kind) {
      case "checkpoint":
        return `${WORDS.en.phase[missing.phase]}${missing.at === null ? "" : ` ${shortTime(missing.at)}`}: ${STATES[missing.state]}`;
      case "sign-off":
        return `Sign-off ${missing.item}: ${missing.title.en}`;
      case "criterion": {
        const cause = missing.cause === null ? "" : ` (${REPORT_WORDS.en.causes[missing.cause]})`;
        return `${missing.item} could not be found out${cause}: ${missing.title.en}`;
      }
      case "journal":
        return "The journal is damaged, so that nothing in it is certain";
    }
  },
  whoText: (missing) => {
    if (missing.kind === "sign-off") return missing.roles.map(({ en }) => en).join(", ") || "The signers of the item";
    if (missing.kind === "criterion" && missing.item === "SC-5") return "Whoever owns the users' feedback, or a signer";
    if (missing.kind === "criterion" && missing.item === "SC-6") return "Whoever owns the issue tracker";
    if (missing.kind === "checkpoint" && missing.phase === "preparation") return "Release owner, with DevOps";
    return "DevOps, on call";
  },
};
