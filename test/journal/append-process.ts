import { checkEnded, OPEN } from "./facts";
import { openJournal } from "../../support/journal/journal";

/** A process that appends: `<folder> <name> <count>`; it prints each entry's summary once the entry is on the disk. */
async function main([folder = "", name = "", count = "0"]: readonly string[]): Promise<void> {
  const journal = await openJournal(folder, { ...OPEN, lockWaitMs: 30_000 });
  process.stdout.write("open\n");
  for (let number = 1; number <= Number(count); number++) {
    const summary = `${name} ${number} ${"·".repeat(number % 200)}`;
    await journal.append(checkEnded(summary));
    process.stdout.write(`${summary}\n`);
  }
}

void main(process.argv.slice(2));
