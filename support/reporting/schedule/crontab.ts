import type { ScheduledRun, WindowPlan } from "../../model/window-plan";
import { AT_ITS_TIME, cronFields, epochSeconds, shellWord } from "./cron-fields";
import {
  commented,
  variablesFile,
  variablesHint,
  windowTitle,
  type ScheduleOptions,
  type ScheduleWriter,
} from "./output";

/** A user's crontab: a line for each run. */
export const writeCrontab: ScheduleWriter = (plan, options) => {
  const { environment } = plan;
  const lines = [
    ...commented([
      `${windowTitle(plan)}.`,
      "All times are UTC. cronie obeys CRON_TZ; for Debian's cron the host itself must live in UTC.",
      "A line that is begun at another time than its own (another zone, another year) does nothing, and says so in the log.",
      "Exit codes 1 and 2 are verdicts: nothing is tried again.",
      ...variablesHint(plan),
    ]),
    "CRON_TZ=Etc/UTC",
    "SHELL=/bin/sh",
    "PATH=/usr/local/bin:/usr/bin:/bin",
    ...(plan.variableNames.length === 0 ? [] : [`CANARY_RUNBOOK_VARIABLES=${variablesFile(plan)}`]),
    ...plan.runs.flatMap((run) => [
      "",
      `# ${run.phase}, ${run.startsAt.slice(0, 16)}Z`,
      lineOf(run, environment, options),
    ]),
  ];
  return [{ name: `canary-${environment}.crontab`, content: `${lines.join("\n")}\n` }];
};

/** Seconds between asking a run to end and ending it. */
const KILL_AFTER_SECONDS = 60;

function lineOf(run: ScheduledRun, environment: WindowPlan["environment"], { folder }: ScheduleOptions): string {
  const words = [
    AT_ITS_TIME,
    String(epochSeconds(run.startsAt)),
    String(run.startWithinSeconds),
    ...["timeout", "-k", String(KILL_AFTER_SECONDS), String(run.endWithinSeconds)],
    ...run.command,
  ];
  const command = `cd ${shellWord(folder)} && ${words.map(shellWord).join(" ")} >>reports/cron-${environment}.log 2>&1`;
  // An unescaped % is a line end to cron.
  return `${cronFields(run.startsAt)} ${command.replaceAll("%", String.raw`\%`)}`;
}
