import { join, resolve } from "node:path";
import { Command } from "commander";
import { execa } from "execa";
import { REHEARSAL } from "../environment/schema";
import { EXIT, optionError, runMain } from "./main";
import { newestRun } from "./report/newest-run";
import { WEEKS } from "./week/options";

void runMain(() => report(process.argv.slice(2)));

/** Opens the newest report of an environment, or prints where it is; those of rehearsed weeks are looked at, too. */
async function report(argv: readonly string[]): Promise<number> {
  const { environment, out } = new Command("npm run report --")
    .description("Opens the newest report, also where it is one of a rehearsed week.")
    .option("--environment <name>", "whose report", REHEARSAL)
    .option("--out <folder>", "where the reports are", "reports")
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" })
    .opts<{ environment: string; out: string }>();
  const newest = newestRun(resolve(out), environment);
  if (newest === null) throw noReport(resolve(out), environment);
  const { page, decisionOfWeek } = newest;
  process.stdout.write(`${page}\n`);
  if (decisionOfWeek !== null) process.stdout.write(`The decision of that rehearsed week: ${decisionOfWeek}\n`);
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  const { failed } = await execa(opener, [page], { reject: false, stdio: "ignore", timeout: 10_000 });
  if (failed) process.stdout.write("No program to open it was found: open it in a browser.\n");
  return EXIT.go;
}

function noReport(out: string, environment: string): Error {
  return optionError(
    "npm run report",
    `there is no report of ${environment} in ${out}, nor in ${join(out, WEEKS)}`,
    "run a phase first: npm run preflight; where the reports are elsewhere, name the folder: --out <folder>",
  );
}
