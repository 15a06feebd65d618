import path from "node:path";
import type { Writable } from "node:stream";
import { createLogUpdate } from "log-update";
import pc from "picocolors";
import type { CheckResult } from "../model/check-result";
import type { Outcome } from "../model/outcome";
import type { RunResult } from "../model/run-result";
import { consoleLine } from "./console-text";
import { incidentDecisionLines, incidentLines } from "./incident-words";
import type { Language } from "./messages";
import { tableRows } from "./runbook-table";
import { tableLines } from "./runbook-table-text";
import { timelineLines } from "./timeline-text";

/** A check as the terminal names it. */
export interface ShownCheck {
  readonly id: string;
  readonly scenario: string;
}

/** What the terminal shows while a run goes on, and at its end. */
export interface Progress {
  /** A line of its own. */
  note(text: string): void;
  planned(checks: readonly ShownCheck[]): void;
  started(check: ShownCheck): void;
  ended(check: ShownCheck, result: Pick<CheckResult, "outcome" | "cause" | "summary" | "durationMs">): void;
  /** The verdict with its reasons and where the reports are. */
  finished(run: RunResult, paths: readonly string[]): void;
  /** Stops drawing, also when the run broke off. */
  close(): void;
}

/** Where and how progress is shown. */
export interface ProgressOptions {
  readonly stream: Writable;
  /** Whether the stream is a terminal that can be redrawn. */
  readonly isTerminal: boolean;
  readonly hasColours: boolean;
  /** Takes secrets out of what is printed. */
  readonly redact: (text: string) => string;
  /** Language of the runbook's table. */
  readonly language: Language;
  /** Milliseconds; for durations of what still runs. */
  readonly now: () => number;
}

const REDRAW_MS = 200;

interface Row {
  readonly check: ShownCheck;
  readonly startedAt: number | null;
  readonly result: Pick<CheckResult, "outcome" | "cause" | "summary" | "durationMs"> | null;
}

/** Progress for a terminal, redrawn in place, or for a log: a line at the start and one when a check ends. */
export function createProgress(options: ProgressOptions): Progress {
  const colours = pc.createColors(options.hasColours);
  const rows = new Map<string, Row>();
  const line = (text: string): string => consoleLine(options.redact(text));
  const print = (text: string): void => void options.stream.write(`${text}\n`);
  const textNow = (row: Row): string => rowText(row, options.now(), line, colours);
  const screen = options.isTerminal ? createLogUpdate(options.stream) : null;
  const draw = (): void => screen?.([...rows.values()].map(textNow).join("\n"));
  const timer = screen === null ? undefined : setInterval(draw, REDRAW_MS).unref();
  const close = (): void => (clearInterval(timer), screen?.done());
  return {
    note(text) {
      screen?.clear();
      print(line(text));
      draw();
    },
    planned(checks) {
      checks.forEach((check) => rows.set(check.id, { check, startedAt: null, result: null }));
      if (screen === null) print(`${checks.length} checks`);
      draw();
    },
    started(check) {
      rows.set(check.id, { check, startedAt: options.now(), result: null });
      draw();
    },
    ended(check, result) {
      rows.set(check.id, { check, startedAt: null, result });
      if (screen === null) print(textNow({ check, startedAt: null, result }));
      draw();
    },
    finished(run, paths) {
      draw();
      close();
      print(endText(run, paths, options, line, colours));
    },
    close,
  };
}

type Colours = ReturnType<typeof pc.createColors>;
type Line = (text: string) => string;

/** The runbook's table, the verdict with its reasons, the incident's timeline, and the reports' paths. */
function endText(
  run: RunResult,
  paths: readonly string[],
  { language, redact }: ProgressOptions,
  line: Line,
  colours: Colours,
): string {
  const table = tableLines(tableRows(run), language);
  return [
    // Its cells are numbers and words of ours; a line for the console would lose the columns.
    ...(table.length > 0 ? ["", ...table.map(redact)] : []),
    "",
    verdictText(run, line, colours),
    ...run.reasons.map((reason) => `  - ${line(reason)}`),
    ...headed(incidentLines(run.incident, language), line),
    ...headed(incidentDecisionLines(run, language), line),
    // Columns again.
    ...(run.timeline === null ? [] : ["", ...timelineLines(run.timeline, language).map(redact), ""]),
    ...paths.map((one) => `  ${line(path.relative(process.cwd(), one) || one)}`),
  ].join("\n");
}

/** A sentence with those that explain it below. */
function headed(sentences: readonly string[], line: Line): readonly string[] {
  return sentences.map((sentence, index) => `  ${index > 0 ? "  - " : ""}${line(sentence)}`);
}

const SIGNS: Readonly<Record<Outcome, string>> = { passed: "✓", failed: "✗", inconclusive: "?", "not-run": "○" };

function rowText({ check, startedAt, result }: Row, now: number, line: Line, colours: Colours): string {
  // An id that alone would not tell two checks apart ends with the scenario's name.
  const isNamed = check.id.endsWith(check.scenario);
  const name = isNamed ? line(check.id) : `${line(check.id)} ${line(check.scenario)}`;
  if (result === null) {
    return startedAt === null ? colours.dim(`· ${name}`) : `… ${name} ${colours.dim(seconds(now - startedAt))}`;
  }
  const { outcome, cause, summary, durationMs } = result;
  const colour = colourOf(outcome, colours);
  const why = outcome === "passed" ? "" : ` – ${cause === null ? outcome : `${outcome} (${cause})`}: ${line(summary)}`;
  return `${colour(SIGNS[outcome])} ${name} ${colours.dim(seconds(durationMs))}${colour(why)}`;
}

function verdictText(
  { verdict, counts, rehearsal, environment, phase }: RunResult,
  line: Line,
  colours: Colours,
): string {
  const colour = verdict === "GO" ? colours.green : verdict === "NO-GO" ? colours.red : colours.yellow;
  const { passed, failed, inconclusive, notRun } = counts;
  const where = `${line(phase)}, ${line(environment)}${rehearsal ? " – a rehearsal, not production evidence" : ""}`;
  const totals = `${passed} passed, ${failed} failed, ${inconclusive} inconclusive, ${notRun} not run`;
  return `${colour(colours.bold(verdict))}  ${where}\n  ${totals}`;
}

function colourOf(outcome: Outcome, colours: Colours): (text: string) => string {
  switch (outcome) {
    case "passed":
      return colours.green;
    case "failed":
      return colours.red;
    case "inconclusive":
      return colours.yellow;
    case "not-run":
      return colours.magenta;
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
