import { join, resolve } from "node:path";
import { Command } from "commander";
import { loadSigning, type Signing } from "../environment/load-signing";
import { readRunbook } from "../environment/runbook";
import { REHEARSAL } from "../environment/schema";
import { ConfigurationError } from "../errors";
import { entryText } from "../journal/entry-text";
import { openJournal } from "../journal/journal";
import { readJournal } from "../journal/read-journal";
import type { SignOff } from "../model/journal-entry";
import { consoleLine } from "../reporting/console-text";
import { createRedactor, type Redactor } from "../reporting/redact";
import { askFor } from "../sign-off/ask";
import { ANSWERS, checkDraft, type Draft } from "../sign-off/draft";
import { signedItems, type SignedItem } from "../sign-off/items";
import { listJson, listLines, summaryText } from "../sign-off/list-text";
import { EXIT, runMain } from "./main";
import { signOffInSlack } from "./sign-off/slack";
import { ENVIRONMENTS } from "./phase/place";
import { FEATURES } from "./phase/session-for";

void runMain(() => signOff(process.argv.slice(2)));

interface Options extends Draft {
  readonly environment: string;
  readonly out: string;
  readonly list: boolean;
  readonly json: boolean;
  readonly askSlack: boolean;
  readonly readSlack: boolean;
}

/** Where answers are kept, and what keeps secrets out of them. */
interface Record {
  readonly folder: string;
  readonly signing: Signing;
  readonly redactor: Redactor;
}

/** Lists what awaits a human, and records an answer. */
async function signOff(argv: readonly string[]): Promise<number> {
  const options = optionsOf(argv);
  const { signing, secretsByName } = loadSigning(ENVIRONMENTS, options.environment, process.env);
  const folder = join(resolve(options.out), options.environment);
  const record: Record = { folder, signing, redactor: createRedactor(secretsByName) };
  if (options.askSlack || options.readSlack) return inSlack(options, record);
  const items = await itemsOf(record);
  const isGiven = [options.item, options.name, options.role, options.answer].some((given) => given !== undefined);
  const mayAsk = process.stdin.isTTY && process.stdout.isTTY && !options.json && !options.list;
  if (!isGiven || options.list) {
    show(items, record, options.json);
    if (!mayAsk) return stateCode(items);
  }
  const draft = mayAsk ? await askFor(options, items, signing.people, await import("@inquirer/prompts")) : options;
  if (draft === null) return stateCode(items);
  return recordAnswer(draft, items, record, options.json);
}

async function recordAnswer(
  draft: Draft,
  items: readonly SignedItem[],
  record: Record,
  isJson: boolean,
): Promise<number> {
  const { signing, redactor, folder } = record;
  const { people, release } = signing;
  const checked = checkDraft(draft, { items, people, version: release.canaryVersion, now: new Date() });
  if ("faults" in checked) {
    const faults = checked.faults.map(({ where, what, fix }) => ({
      where,
      what: consoleLine(what),
      fix: consoleLine(fix),
    }));
    throw new ConfigurationError("The answer was not recorded.", faults);
  }
  const entry = await append(checked.signOff, folder, release, redactor);
  const now = (await itemsOf(record)).filter(({ item }) => item.id === checked.signOff.item);
  if (isJson) print(JSON.stringify(entry));
  else for (const line of [consoleLine(entryText(entry)), ...listLines(now)]) print(redactor.text(line));
  return EXIT.go;
}

async function inSlack({ environment, askSlack, readSlack }: Options, kept: Record): Promise<number> {
  const items = () => itemsOf(kept);
  const record = async (draft: Draft) => void (await recordAnswer(draft, await items(), kept, false));
  const order = { environment, folder: kept.folder, isToAsk: askSlack, isToRead: readSlack };
  await signOffInSlack({ ...order, items, record, print: (line) => print(kept.redactor.text(line)) });
  const now = await items();
  print(summaryText(now));
  return stateCode(now);
}

async function append(fact: SignOff, folder: string, release: Signing["release"], redactor: Redactor) {
  const journal = await openJournal(folder, { release, redact: redactor.json });
  return journal.append(fact);
}

async function itemsOf({ folder, signing }: Record): Promise<SignedItem[]> {
  const runbook = readRunbook(join(FEATURES, "runbook.yaml"));
  return signedItems(runbook, signing, await readJournal(folder), new Date().toISOString());
}

function show(items: readonly SignedItem[], { signing, redactor }: Record, isJson: boolean): void {
  if (isJson) return print(redactor.text(JSON.stringify(listJson(items), null, 2)));
  print(`Sign-offs of ${signing.name}, release ${signing.release.id}, version ${signing.release.canaryVersion}\n`);
  for (const line of [...listLines(items), "", summaryText(items)]) print(redactor.text(line));
  const [damage] = items.flatMap(({ reading }) => reading.problems);
  if (damage !== undefined)
    process.stderr.write(`The journal is DAMAGED (${consoleLine(damage)}): see npm run journal -- verify.\n`);
}

/** 2 where anything awaits a human, a no and a damaged journal included. */
function stateCode(items: readonly SignedItem[]): number {
  const isOpen = items.some(
    ({ state, reading }) => state === "awaiting" || state === "refused" || reading.problems.length > 0,
  );
  return isOpen ? EXIT.inconclusive : EXIT.go;
}

function optionsOf(argv: readonly string[]): Options {
  return new Command("npm run sign-off --")
    .description(
      "Lists what awaits a human, and records a person's answer. On a terminal it asks for what is not given.",
    )
    .option("--list", "only list how each item stands", false)
    .option("--item <id>", "the runbook item that is answered, such as D4-M3")
    .option("--name <name>", "who answers")
    .option("--role <role>", "in which role; may be left out where only one is possible")
    .option("--answer <answer>", ANSWERS.join(", "))
    .option("--for <key>", "what an incident's answer is to, as npm run sign-off shows it; asked for on a terminal")
    .option("--note <text>", "what is to be said with it")
    .option("--link <address>", "where the evidence is")
    .option("--expires <time>", "until when a yes stands (ISO 8601 with a zone)")
    .option("--ask-slack", "ask in Slack for what awaits people, once for each item", false)
    .option("--read-slack", "record what the people of the environment file answered there", false)
    .option("--json", "print JSON, and ask nothing", false)
    .option("--environment <name>", "whose release: a file of environments/", REHEARSAL)
    .option("--out <folder>", "where the reports are", "reports")
    .addHelpText(
      "after",
      "\nExit codes: 0 recorded, or nothing awaits a human; 2 something awaits one, or somebody says no; 3 could not be done.",
    )
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" })
    .opts<Options>();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
