import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { REHEARSAL } from "../environment/schema";
import { JOURNAL_KINDS } from "../journal/entry-schema";
import { entryText } from "../journal/entry-text";
import { journalFiles } from "../journal/files";
import { readJournal, type JournalReading } from "../journal/read-journal";
import { verifyFiles, type VerifiedFiles } from "../journal/verify-files";
import type { JournalEntry } from "../model/journal-entry";
import { consoleLine } from "../reporting/console-text";
import { EXIT, optionError, runMain } from "./main";

void runMain(() => journal(process.argv.slice(2)));

/** Exit code of a journal that is not as it was written. */
const DAMAGED = EXIT.noGo;

interface Place {
  readonly environment: string;
  readonly out: string;
}

interface Wish extends Place {
  readonly last?: number;
  readonly kind?: string;
  readonly run?: string;
  readonly json: boolean;
}

/** Verifies or shows the record of an environment's releases. */
async function journal(argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.couldNotRun;
  const command = new Command("npm run journal --")
    .description("The record of an environment's releases: append-only, each line holds the digest of the one before.")
    .exitOverride();
  placed(command.command("verify"))
    .description("holds the record, each run's verdict, all evidence and each decision against their digests")
    .addHelpText(
      "after",
      "\nExit codes: 0 whole, 1 damaged (each place is named), 3 there is none, or it cannot be read.",
    )
    .action(async (place: Place) => void (exitCode = await verify(place)));
  placed(command.command("show"))
    .description("prints the entries, a line each")
    .option("--last <number>", "only so many, the newest", numberOf)
    .addOption(new Option("--kind <kind>", "only those of one kind").choices(JOURNAL_KINDS))
    .option("--run <id>", "only those of one run")
    .option("--json", "as JSON, a line each", false)
    .action(async (wish: Wish) => void (exitCode = await show(wish)));
  await command.parseAsync(argv, { from: "user" });
  return exitCode;
}

function placed(command: Command): Command {
  return command
    .option("--environment <name>", "whose record", REHEARSAL)
    .option("--out <folder>", "where the reports are", "reports")
    .allowExcessArguments(false)
    .exitOverride();
}

async function verify({ environment, out }: Place): Promise<number> {
  const files = journalFiles(join(resolve(out), environment));
  const reading = await presentJournal(files.folder, environment);
  const verified = await verifyFiles(files, reading.entries);
  const damage = [
    ...reading.problems.map((problem) => ({ place: `${files.journal}:${problem.line}`, ...problem })),
    ...verified.problems.map((problem) => ({ place: join(files.folder, problem.path), ...problem })),
  ];
  if (damage.length === 0) {
    print(wholeText(environment, reading, verified));
    return EXIT.go;
  }
  print(`The journal of ${environment} is DAMAGED in ${counted(damage.length, "place", "places")}.`);
  for (const { place, kind, sequence, what, fix } of damage) {
    const entry = sequence === null ? "" : `, entry ${sequence}`;
    print(`\n${consoleLine(`${place}${entry}, ${kind}: ${what}`)}\n  ${consoleLine(`Fix: ${fix}`)}`);
  }
  return DAMAGED;
}

function wholeText(environment: string, { entries, lines }: JournalReading, verified: VerifiedFiles): string {
  const torn = entries.flatMap((entry) => (entry.kind === "torn-line" ? [entry.file] : []));
  const aside =
    torn.length === 0
      ? ""
      : `\nTorn lines of killed writers were moved aside, and are as they were: ${torn.join(", ")}.`;
  const decisions = verified.decisions === 0 ? "" : ` ${counted(verified.decisions, "decision", "decisions")},`;
  return `The journal of ${environment} is whole: ${counted(lines, "entry", "entries")}, ${counted(verified.runs, "run", "runs")},${decisions} ${counted(verified.files, "file", "files")}.${aside}`;
}

async function show({ environment, out, last, kind, run, json }: Wish): Promise<number> {
  const { entries, problems } = await presentJournal(join(resolve(out), environment), environment);
  const fitting = entries.filter(
    (entry) => (kind ?? entry.kind) === entry.kind && (run ?? runOf(entry)) === runOf(entry),
  );
  const shown = last === undefined ? fitting : fitting.slice(-last);
  for (const entry of shown) print(json ? jsonOf(entry) : lineOf(entry));
  if (shown.length === 0) process.stderr.write("No entry of the journal fits.\n");
  if (problems.length > 0) {
    const places = counted(problems.length, "place", "places");
    process.stderr.write(`The journal is DAMAGED in ${places}: see npm run journal -- verify.\n`);
  }
  return EXIT.go;
}

async function presentJournal(folder: string, environment: string): Promise<JournalReading> {
  const reading = await readJournal(folder);
  if (reading.isPresent && reading.lines + reading.problems.length > 0) return reading;
  throw optionError(
    "npm run journal",
    `there is no journal of ${environment} in ${folder}; one that is not there is not a whole one`,
    "name the environment and the folder of its reports, or run a phase first: npm run preflight",
  );
}

function lineOf(entry: JournalEntry): string {
  return consoleLine(`${entry.at}  ${entry.kind}  ${entryText(entry)}`);
}

/** The same JSON, without what a terminal or a CI system would read as a command to itself. */
function jsonOf(entry: JournalEntry): string {
  return JSON.stringify(entry)
    .replace(/[\u007f-\u009f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/##(?=\[|vso\[)/g, "#\\u0023");
}

function runOf(entry: JournalEntry): string | null {
  return "runId" in entry ? entry.runId : null;
}

function numberOf(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw optionError("--last", `"${text}" is no number of entries`, "write a whole number from 1 on");
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
