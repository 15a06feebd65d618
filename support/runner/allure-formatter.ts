import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Formatter, type IFormatterOptions } from "@cucumber/cucumber";
import type { Envelope } from "@cucumber/messages";
import { countOutcomes } from "../judgement/verdict";
import { ALLURE_RESULTS, writeAllureResults } from "../reporting/allure";
import { checkResults } from "./check-results";
import { plannedChecks } from "./planned-check";

/** Folder that a run of cucumber itself, for instance in an IDE, writes its Allure results to. */
const FOLDER = path.join("reports", "ide");

/**
 * Cucumber formatter that writes Allure results by the runbook's own rules, so that an undefined or pending step is not
 * shown as passed. It gives no verdict: for that the items of the runbook are counted, which only the commands do.
 */
export default class AllureFormatter extends Formatter {
  private readonly messages: Envelope[] = [];

  constructor(options: IFormatterOptions) {
    super(options);
    options.eventBroadcaster.on("envelope", (envelope: Envelope) => this.messages.push(envelope));
  }

  override async finished(): Promise<void> {
    const planned = plannedChecks(this.messages);
    const checks = checkResults({ planned, messages: this.messages, strayErrors: [], brokenOff: [], runErrors: [] });
    const startedAt = checks[0]?.startedAt ?? new Date().toISOString();
    rmSync(path.join(FOLDER, ALLURE_RESULTS), { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    const withoutEvidence = checks.map((check) => ({ ...check, evidence: [] }));
    await writeAllureResults(
      FOLDER,
      { ...IDE_RUN, startedAt, checks: withoutEvidence, counts: countOutcomes(checks) },
      IDE_OPTIONS,
    );
    await super.finished();
  }
}

const IDE_OPTIONS = { runbook: [], language: "en", itemsPageUrl: "../../docs/runbook.md" } as const;

const IDE_RUN = {
  runId: "ide",
  environment: "ide",
  rehearsal: true,
  standIns: [],
  phase: "preflight",
  release: { id: "", service: "", canaryVersion: "", legacyVersion: "" },
  evaluatedAt: "",
  finishedAt: "",
  verdict: "INCONCLUSIVE",
  timeline: null,
  incident: null,
  reasons: ["A run of cucumber itself gives no verdict."],
} as const;
