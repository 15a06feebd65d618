import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { execa } from "execa";
import { REHEARSAL } from "../environment/schema";
import { PHASES } from "../model/runbook";
import { EXIT, optionError, runMain } from "./main";

void runMain(() => report(process.argv.slice(2)));

/** Opens the newest report of an environment, or prints where it is. */
async function report(argv: readonly string[]): Promise<number> {
  const { environment, out } = new Command("npm run report --")
    .description("Opens the newest report.")
    .option("--environment <name>", "whose report", REHEARSAL)
    .option("--out <folder>", "where the reports are", "reports")
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" })
    .opts<{ environment: string; out: string }>();
  const page = newestPage(resolve(out), environment);
  process.stdout.write(`${page}\n`);
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  const { failed } = await execa(opener, [page], { reject: false, stdio: "ignore", timeout: 10_000 });
  if (failed) process.stdout.write("No program to open it was found: open it in a browser.\n");
  return EXIT.go;
}

/** Run folders sort by time: the newest of all phases. */
function newestPage(out: string, environment: string): string {
  const runs = PHASES.map((phase) => join(out, environment, "latest", phase)).filter((link) => existsSync(link));
  const newest = runs
    .map((link) => realpathSync(link))
    .sort()
    .at(-1);
  if (newest === undefined)
    throw optionError(
      "npm run report",
      `there is no report of ${environment} in ${out}`,
      "run a phase first: npm run preflight",
    );
  return join(newest, "index.html");
}
