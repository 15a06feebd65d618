import { resolve } from "node:path";
import { Command, Option } from "commander";
import { REHEARSAL } from "../../environment/schema";
import type { Language } from "../../reporting/messages";
import { optionError } from "../main";

/** What `npm run watch` was asked for. */
export interface WatchOptions {
  readonly environment: string;
  readonly faults: readonly string[];
  /** Folder of the reports, absolute. */
  readonly out: string;
  /** Language of reports and phases; null: the environment's. */
  readonly language: Language | null;
  readonly isHtml: boolean;
  /** Where the metrics of the runs are served while it watches; null: where the environment file says, or nowhere. */
  readonly metricsPort: number | null;
}

/** Reads the options. @throws ConfigurationError an option that cannot be used; CommanderError after --help. */
export function readWatchOptions(argv: readonly string[]): WatchOptions {
  const { environment, fault, out, language, html, metricsPort } = new Command("npm run watch --")
    .description(
      "Carries out every checkpoint of the canary window at its time, until its end; what was missed is judged as of its time.",
    )
    .option("--environment <name>", "where it is executed: a file of environments/", REHEARSAL)
    .option("--fault <name>", "break something in the rehearsal; may be repeated", collect, [])
    .option("--out <folder>", "where the reports go", "reports")
    .addOption(new Option("--language <code>", "language of the reports").choices(["en", "ko"]))
    .option("--no-html", "write no HTML reports")
    .option("--metrics-port <port>", "serve the metrics of the runs at /metrics of this port; 0: any free one")
    .addHelpText(
      "after",
      "\nExit codes: 0 every checkpoint is GO, 1 one is NO-GO, 2 one is INCONCLUSIVE or was not run, 3 could not run, 4 another watch is under way.",
    )
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" })
    .opts<{
      environment: string;
      fault: string[];
      out: string;
      language?: Language;
      html: boolean;
      metricsPort?: string;
    }>();
  if (fault.length > 0 && environment !== REHEARSAL)
    throw optionError(
      "--fault",
      `only the rehearsal can be broken, and the environment is ${environment}`,
      "leave one out",
    );
  const port = metricsPort === undefined ? null : portOf(metricsPort);
  return { environment, faults: fault, out: resolve(out), language: language ?? null, isHtml: html, metricsPort: port };
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw optionError("--metrics-port", `"${text}" is no port`, "write a number from 0 to 65535");
}

function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}
