import { Command } from "commander";
import { examine } from "../doctor/examine";
import { formatFindings, formatSummary } from "../doctor/table";
import { REHEARSAL } from "../environment/schema";
import { createRedactor } from "../reporting/redact";
import { EXIT, runMain } from "./main";
import { ENVIRONMENTS } from "./phase/place";

void runMain(() => doctor(process.argv.slice(2)));

/** Examines an environment and prints what is wrong with it, and how to fix each. */
async function doctor(argv: readonly string[]): Promise<number> {
  const { environment } = new Command("npm run doctor --")
    .description("Checks the environment file, secrets, reachability and installed tools; changes nothing.")
    .option("--environment <name>", "what is examined: a file of environments/", REHEARSAL)
    .addHelpText("after", "\nExit codes: 0 no problem was found, 3 there are problems.")
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" })
    .opts<{ environment: string }>();
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort());
  process.once("SIGTERM", () => interruption.abort());
  const { findings, secretsByName } = await examine({
    environment,
    folder: ENVIRONMENTS,
    variables: process.env,
    signal: interruption.signal,
  });
  const text = `Environment ${environment}\n\n${formatFindings(findings)}\n\n${formatSummary(findings)}\n`;
  process.stdout.write(createRedactor(secretsByName).text(text));
  return findings.some(({ state }) => state === "problem") ? EXIT.couldNotRun : EXIT.go;
}
