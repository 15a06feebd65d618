import { shortTime, type ScheduledRun, type WindowPlan } from "../../model/window-plan";
import {
  commented,
  variablesFile,
  variablesHint,
  windowTitle,
  type ScheduleFile,
  type ScheduleOptions,
  type ScheduleWriter,
} from "./output";

/** systemd units: a timer and a service for each run, and a target that starts all timers at once. */
export const writeSystemd: ScheduleWriter = (plan, options) => {
  const units = plan.runs.flatMap((run) => [timerOf(run, plan), serviceOf(run, plan, options)]);
  return [targetOf(plan), ...units];
};

/** Seconds between asking a run to end and ending it. */
const STOP_SECONDS = 60;

function unitName(run: ScheduledRun, { environment }: WindowPlan): string {
  return `canary-${environment}-${run.name}`;
}

function targetOf(plan: WindowPlan): ScheduleFile {
  const name = `canary-${plan.environment}.target`;
  return file(name, [
    ...commented([
      `${windowTitle(plan)}.`,
      `Put all files into /etc/systemd/system, then: systemctl daemon-reload && systemctl enable --now ${name}`,
      "See what is to come: systemctl list-timers 'canary-*'; what was not GO: systemctl --failed",
      ...variablesHint(plan),
    ]),
    "[Unit]",
    `Description=${escaped(windowTitle(plan))}`,
    ...plan.runs.map((run) => `Wants=${unitName(run, plan)}.timer`),
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ]);
}

function timerOf(run: ScheduledRun, plan: WindowPlan): ScheduleFile {
  return file(`${unitName(run, plan)}.timer`, [
    "[Unit]",
    `Description=${escaped(describe(run, plan))}`,
    `PartOf=canary-${plan.environment}.target`,
    "",
    "[Timer]",
    `OnCalendar=${shortTime(run.startsAt).replace("T", " ").replace("Z", " UTC")}`,
    "# A machine that was off then makes up for it: the run is judged as of its time, and marked late.",
    "Persistent=true",
    "AccuracySec=1s",
  ]);
}

function serviceOf(run: ScheduledRun, plan: WindowPlan, { folder }: ScheduleOptions): ScheduleFile {
  return file(`${unitName(run, plan)}.service`, [
    "[Unit]",
    `Description=${escaped(describe(run, plan))}`,
    "Wants=network-online.target",
    "After=network-online.target",
    "StartLimitIntervalSec=1800",
    "StartLimitBurst=10",
    "",
    "[Service]",
    "Type=exec",
    `WorkingDirectory=${escaped(folder)}`,
    ...(plan.variableNames.length === 0 ? [] : [`EnvironmentFile=${variablesFile(plan)}`]),
    `ExecStart=/usr/bin/env ${run.command.map(quoted).join(" ")}`,
    `RuntimeMaxSec=${run.endWithinSeconds}`,
    `TimeoutStopSec=${STOP_SECONDS}`,
    "KillMode=mixed",
    "# 1 and 2 are verdicts: the unit fails visibly, and is not started again. 4: another run holds the lock, so wait for it.",
    "Restart=no",
    "RestartForceExitStatus=4",
    "RestartSec=60",
  ]);
}

function describe({ phase, at }: ScheduledRun, { release, environment }: WindowPlan): string {
  return `${phase} of ${release.id} in ${environment}, judged as of ${shortTime(at)}`;
}

function file(name: string, lines: readonly string[]): ScheduleFile {
  return { name, content: `${lines.join("\n")}\n` };
}

/** systemd reads % as the beginning of a specifier. */
function escaped(text: string): string {
  return text.replaceAll("%", "%%");
}

function quoted(word: string): string {
  const safe = escaped(word).replaceAll("$", "$$$$");
  return /^[\w./:=,@+%$-]+$/.test(safe) ? safe : `"${safe.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
