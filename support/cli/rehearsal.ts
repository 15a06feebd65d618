import { resolve } from "node:path";
import { Command } from "commander";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { REHEARSAL } from "../environment/schema";
import { printDrills, runDrill } from "./drill/command";
import { EXIT, optionError, runMain } from "./main";
import { interruptible } from "./phase/interrupt";
import { prepareRehearsal, printFaults } from "./phase/rehearsal-options";

void runMain(() => rehearse(process.argv.slice(2)));

interface Given {
  readonly keep: boolean;
  readonly fault: string[];
  readonly listFaults: boolean;
  readonly drill?: string;
  readonly listDrills: boolean;
  readonly out: string;
  readonly html: boolean;
}

/** Boots the rehearsal and leaves it running, with its addresses, until it is interrupted. */
async function rehearse(argv: readonly string[]): Promise<number> {
  const { keep, fault, listFaults, drill, listDrills, out, html } = commandLine(argv);
  if (listFaults) return printFaults();
  if (listDrills) return printDrills();
  if (drill !== undefined) {
    const options = { environment: REHEARSAL, at: null, faults: fault, isFaultList: false, language: null };
    return runDrill(drill, { ...options, out: resolve(out), isHtml: html });
  }
  if (!keep)
    throw optionError(
      "npm run rehearsal",
      "it is not said what to do",
      "npm run rehearsal -- --keep leaves it running, -- --drill high-error-rate plays an incident",
    );
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
    .description("Boots the rehearsal, prints its addresses, and leaves it running until Ctrl+C.")
    .option("--keep", "leave it running, to look around", false)
    .option(
      "--fault <name>",
      "break something; may be repeated",
      (name: string, earlier: string[]) => [...earlier, name],
      [],
    )
    .option("--list-faults", "show what can be broken", false)
    .option("--drill <name>", "play one incident, timed")
    .option("--list-drills", "show which incidents can be played", false)
    .option("--out <folder>", "where the reports go", "reports")
    .option("--no-html", "write no HTML report")
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
