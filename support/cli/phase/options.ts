import { resolve } from "node:path";
import { Command, Option } from "commander";
import { REHEARSAL } from "../../environment/schema";
import type { Language } from "../../reporting/messages";
import { optionError } from "../main";

const LANGUAGES: readonly Language[] = ["en", "ko"];

/** What a phase's command was asked for. */
export interface PhaseOptions {
  /** Name of the environment: a file of environments/. */
  readonly environment: string;
  /** The time that is judged; null: now. */
  readonly at: Date | null;
  /** Names of the rehearsal's faults. */
  readonly faults: readonly string[];
  readonly isFaultList: boolean;
  /** Folder of the reports, absolute. */
  readonly out: string;
  /** Language of the reports; null: the environment's. */
  readonly language: Language | null;
  /** Whether the Allure report is generated; verdict.json, JUnit and Allure's results are always written. */
  readonly isHtml: boolean;
}

/**
 * Reads a phase command's options.
 * @param name of the command, as npm runs it. @param argv without the two leading words.
 * @throws ConfigurationError an option that cannot be used; CommanderError after --help, or an unknown option.
 */
export function readPhaseOptions(name: string, purpose: string, argv: readonly string[]): PhaseOptions {
  return phaseOptionsOf(phaseCommand(name, purpose).parse(argv, { from: "user" }).opts<GivenOptions>());
}

/**
 * What the options of a phase's command mean.
 * @throws ConfigurationError an option that cannot be used.
 */
export function phaseOptionsOf(given: GivenOptions): PhaseOptions {
  if (given.fault.length > 0 && given.environment !== REHEARSAL) {
    throw optionError(
      "--fault",
      `only the rehearsal can be broken, and the environment is ${given.environment}`,
      "leave one of the two out",
    );
  }
  return {
    environment: given.environment,
    at: given.at === undefined ? null : timeOf(given.at),
    faults: given.fault,
    isFaultList: given.listFaults,
    out: resolve(given.out),
    language: given.language ?? null,
    isHtml: given.html,
  };
}

/** The options of a phase's command, as they were written. */
export interface GivenOptions {
  readonly environment: string;
  readonly at?: string;
  readonly fault: readonly string[];
  readonly listFaults: boolean;
  readonly out: string;
  readonly html: boolean;
  readonly language?: Language;
}

/** The command of a phase with its options, to which a command may add its own; it throws CommanderError. */
export function phaseCommand(name: string, purpose: string): Command {
  return new Command(`npm run ${name} --`)
    .description(purpose)
    .option("--environment <name>", "where it is executed: a file of environments/", REHEARSAL)
    .option(
      "--at <time>",
      "judge as of this time (ISO 8601 with a zone: 2025-10-21T14:00:00Z); the systems are asked now",
    )
    .option("--fault <name>", "break something in the rehearsal; may be repeated", collect, [])
    .option("--list-faults", "show what can be broken in the rehearsal", false)
    .option("--out <folder>", "where the reports go", "reports")
    .addOption(
      new Option("--language <code>", "language of the reports, instead of the environment's").choices(LANGUAGES),
    )
    .option("--no-html", "write no HTML report: verdict.json, JUnit and Allure's results only")
    .addHelpText("after", "\nExit codes: 0 GO, 1 NO-GO, 2 INCONCLUSIVE, 3 could not run, 4 another run holds the lock.")
    .allowExcessArguments(false)
    .exitOverride();
}

function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

function timeOf(text: string): Date {
  const time = new Date(text);
  if (ISO_TIME.test(text) && !Number.isNaN(time.getTime())) return time;
  throw optionError(
    "--at",
    `"${text}" is no time`,
    "write ISO 8601 with a zone, such as 2025-10-21T14:00:00Z or 2025-10-21T23:00:00+09:00",
  );
}
