import { resolve } from "node:path";
import { Command, Option } from "commander";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { REHEARSAL } from "../environment/schema";
import type * as DrillCode from "./drill/command";
import type { Language } from "../reporting/messages";
import { EXIT, runMain } from "./main";
import { interruptible } from "./phase/interrupt";
import { prepareRehearsal, printFaults } from "./phase/rehearsal-options";
import { runWeek } from "./week/command";
import { printOmissions } from "./week/omissions";
import { weekOptions } from "./week/options";

void runMain(() => rehearse(process.argv.slice(2)));

interface Given {
  readonly keep: boolean;
  readonly fault: string[];
  readonly listFaults: boolean;
  readonly drill?: string;
  readonly listDrills: boolean;
  readonly out: string;
  readonly html: boolean;
  readonly language?: Language;
}

/** Plays the whole week, or one incident; or boots the rehearsal and leaves it running until it is interrupted. */
async function rehearse(argv: readonly string[]): Promise<number> {
  const given = commandLine(argv);
  const { keep, fault, listFaults, drill, listDrills, out, html, language = null } = given;
  if (listFaults) {
    printOmissions();
    return printFaults();
  }
  if (listDrills) return drillCode().printDrills();
  if (drill !== undefined) {
    const options = { environment: REHEARSAL, at: null, faults: fault, isFaultList: false, language };
    return drillCode().runDrill(drill, { ...options, out: resolve(out), isHtml: html });
  }
  return keep ? keepRunning(fault) : runWeek(weekOptions(given, new Date()));
}

/** Loaded only where it is needed: with it comes all that checks are carried out with. */
function drillCode(): typeof DrillCode {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-return -- import() would bypass the compiler hook
  return require("./drill/command");
}

async function keepRunning(fault: readonly string[]): Promise<number> {
  await prepareRehearsal(fault);
  const interrupt = interruptible();
  const rehearsal = await bootRehearsal({
    faults: fault,
    signal: interrupt.signal,
    onProgress: (part) => say(`  up: ${part}`),
  });
  interrupt.beforeEnd(() => rehearsal.stop());
  show(rehearsal);
  await new Promise((resolve) => interrupt.signal.addEventListener("abort", resolve, { once: true }));
  await rehearsal.stop();
  interrupt.lift();
  return EXIT.go;
}

function commandLine(argv: readonly string[]): Given {
  return new Command("npm run rehearsal --")
    .description(
      "Plays the runbook's whole week in the rehearsal, and ends with its decision: GO, NO-GO or INCONCLUSIVE.",
    )
    .option("--keep", "play nothing: boot it, print its addresses, leave it running until Ctrl+C", false)
    .option(
      "--fault <name>",
      "break something; may be repeated",
      (name: string, earlier: string[]) => [...earlier, name],
      [],
    )
    .option("--list-faults", "show what can be broken", false)
    .option("--drill <name>", "play one incident only, timed")
    .option("--list-drills", "show which incidents can be played", false)
    .option("--out <folder>", "where the reports go", "reports")
    .addOption(new Option("--language <code>", "language of the output and the reports").choices(["en", "ko"]))
    .option("--no-html", "write no Allure pages (of the week, only its decision has them)")
    .addHelpText("after", "\nExit codes: 0 GO, 1 NO-GO, 2 INCONCLUSIVE, 3 could not run.")
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" })
    .opts<Given>();
}

function show({ addresses, secrets, bootMs }: Rehearsal): void {
  say(`\nThe rehearsal is up after ${(bootMs / 1000).toFixed(1)} s. Ctrl+C ends it.\n`);
  const width = Math.max(...addresses.map(({ name }) => name.length));
  for (const { name, url, what } of addresses) say(`  ${name.padEnd(width)}  ${url}  ${what}`);
  say("\nIts secrets, made for this boot alone:\n");
  for (const [name, value] of Object.entries(secrets)) say(`  ${name}=${value}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
