import { Command } from "commander";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { EXIT, optionError, runMain } from "./main";
import { interruptible } from "./phase/interrupt";
import { prepareRehearsal, printFaults } from "./phase/rehearsal-options";

void runMain(() => rehearse(process.argv.slice(2)));

/** Boots the rehearsal and leaves it running, with its addresses, until it is interrupted. */
async function rehearse(argv: readonly string[]): Promise<number> {
  const command = new Command("npm run rehearsal --")
    .description("Boots the rehearsal, prints its addresses, and leaves it running until Ctrl+C.")
    .option("--keep", "leave it running, to look around", false)
    .option(
      "--fault <name>",
      "break something; may be repeated",
      (name: string, earlier: string[]) => [...earlier, name],
      [],
    )
    .option("--list-faults", "show what can be broken", false)
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" });
  const { keep, fault, listFaults } = command.opts<{ keep: boolean; fault: string[]; listFaults: boolean }>();
  if (listFaults) return printFaults();
  if (!keep)
    throw optionError(
      "npm run rehearsal",
      "it is not said what to do",
      "npm run rehearsal -- --keep leaves the rehearsal running",
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
