import type { WindowPlan } from "../../model/window-plan";
import type { Language } from "../messages";

/** What a writer of schedules is told besides the window. */
export interface ScheduleOptions {
  readonly language: Language;
  /** Where the project stands on the machine that carries the runs out; absolute. */
  readonly folder: string;
  /** The container image that holds the project. */
  readonly image: string;
  /** When the schedule is written. */
  readonly now: Date;
}

/** One file of a schedule. */
export interface ScheduleFile {
  readonly name: string;
  readonly content: string;
}

/** Writes a window for one scheduler. */
export type ScheduleWriter = (plan: WindowPlan, options: ScheduleOptions) => readonly ScheduleFile[];

/** What the window is, as one sentence without its end. */
export function windowTitle({ release, environment, rolledOutAt }: WindowPlan): string {
  return `The canary window of ${release.id} (${release.canaryVersion}) in ${environment}, roll-out at ${rolledOutAt.replace(/\.000Z$/, "Z")}`;
}

/** Where a machine keeps the variables that the runs read. */
export function variablesFile({ environment }: WindowPlan): string {
  return `/etc/canary-runbook/${environment}.env`;
}

/** How people put the variables there; no line where none is read. */
export function variablesHint(plan: WindowPlan): string[] {
  if (plan.variableNames.length === 0) return [];
  return [
    `Variables that the runs read, in ${variablesFile(plan)} (mode 600), NAME=value:`,
    `  ${plan.variableNames.join(", ")}`,
  ];
}

/** Lines as comments. */
export function commented(lines: readonly string[]): string[] {
  return lines.map((line) => `# ${line}`.trimEnd());
}
