import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { loadSchedule } from "../environment/load-schedule";
import { REHEARSAL } from "../environment/schema";
import { windowPlan, type WindowPlan } from "../model/window-plan";
import { windowPoints } from "../model/window-points";
import type { Language } from "../reporting/messages";
import { SCHEDULE_FORMATS } from "../reporting/schedule";
import type { ScheduleFile } from "../reporting/schedule/output";
import { EXIT, runMain } from "./main";
import { ENVIRONMENTS, PROJECT } from "./phase/place";
import { rehearsedTimes } from "./phase/rehearsal-options";

void runMain(() => Promise.resolve(schedule(process.argv.slice(2))));

interface Wish {
  readonly environment: string;
  readonly format: string;
  readonly into?: string;
  readonly folder: string;
  readonly image: string;
  readonly language?: Language;
}

/** Prints a window for people or for a scheduler; nothing is started or asked. */
function schedule(argv: readonly string[]): number {
  const wish = parsed(argv);
  const variables = { ...process.env, ...(wish.environment === REHEARSAL ? rehearsedTimes() : {}) };
  const loaded = loadSchedule({ name: wish.environment, folder: ENVIRONMENTS, variables });
  const { release, variableNames } = loaded;
  const plan = windowPlan(
    {
      environment: wish.environment,
      release,
      rolledOutAt: release.rolledOutAt,
      timeZone: loaded.schedule.timeZone,
      variableNames: wish.environment === REHEARSAL ? [] : variableNames,
    },
    windowPoints(loaded.schedule, release.rolledOutAt),
  );
  const now = new Date();
  const language = wish.language ?? loaded.language;
  const files = SCHEDULE_FORMATS[wish.format]?.(plan, { ...wish, language, now }) ?? [];
  if (wish.into === undefined) print(files);
  else write(files, resolve(wish.into));
  if (wish.format !== "table") warnOfThePast(plan, now);
  return EXIT.go;
}

function parsed(argv: readonly string[]): Wish {
  return new Command("npm run schedule --")
    .description(
      "Prints when what of the runbook is carried out, counted from the roll-out, for people or for a scheduler.",
    )
    .option("--environment <name>", "whose schedule: a file of environments/", REHEARSAL)
    .addOption(new Option("--format <name>", "for whom").choices(Object.keys(SCHEDULE_FORMATS)).default("table"))
    .option("--into <folder>", "write the files there, instead of printing them")
    .option("--folder <path>", "where this project stands on the machine that runs it (crontab, systemd)", PROJECT)
    .option("--image <name>", "container image with this project in /app (kubernetes)", "canary-runbook:latest")
    .addOption(new Option("--language <code>", "instead of the environment's (table, ical)").choices(["en", "ko"]))
    .addHelpText("after", "\nExit codes: 0 printed, 3 the environment's file does not give it.")
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" })
    .opts<Wish>();
}

function print(files: readonly ScheduleFile[]): void {
  const isOne = files.length === 1;
  const text = files.map(({ name, content }) => (isOne ? content : `### ${name}\n${content}`)).join("\n");
  process.stdout.write(text);
}

function write(files: readonly ScheduleFile[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, content } of files) {
    writeFileSync(join(folder, name), content);
    process.stdout.write(`${join(folder, name)}\n`);
  }
}

function warnOfThePast({ runs }: WindowPlan, now: Date): void {
  const past = runs.filter(({ at }) => Date.parse(at) < now.getTime()).length;
  if (past === 0) return;
  const which = past === runs.length ? "All" : String(past);
  process.stderr.write(
    `${which} of the ${runs.length} runs lie in the past: no scheduler carries those out. npm run watch makes up for them.\n`,
  );
}
