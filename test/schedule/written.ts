import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { windowPlan, type WindowPlan } from "../../support/model/window-plan";
import { windowPoints, type WindowSchedule } from "../../support/model/window-points";
import { SCHEDULE_FORMATS } from "../../support/reporting/schedule";
import type { ScheduleFile, ScheduleOptions } from "../../support/reporting/schedule/output";

/** The runbook's own times. */
export const RUNBOOK: WindowSchedule = {
  day4: { firstMinutes: 15, everyMinutes: 30, checkpoints: 4 },
  day5to6: { hours: [18, 22, 26, 42] },
  day7: { hours: [72] },
  preflight: { hoursBefore: [24] },
  preparation: { minutesBefore: [60, 30] },
  decision: { minutesAfter: 30 },
  timeZone: "Asia/Seoul",
};

const OPTIONS: ScheduleOptions = {
  language: "en",
  folder: "/opt/canary runbook 100%",
  image: "registry.example.com/canary-runbook:0.1.0",
  now: new Date("2025-10-20T09:00:00Z"),
};

/** A window of production. */
export function planned(schedule: Partial<WindowSchedule> = {}, rolledOutAt = "2025-10-22T14:00:00Z"): WindowPlan {
  const whole = { ...RUNBOOK, ...schedule };
  const general = {
    environment: "production",
    release: { id: "phase4-2.0.0", service: "phase4", canaryVersion: "2.0.0" },
    rolledOutAt,
    timeZone: whole.timeZone,
    variableNames: ["PROMETHEUS_TOKEN", "SLACK_TOKEN"],
  };
  return windowPlan(general, windowPoints(whole, rolledOutAt));
}

/** The files of one format. */
export function written(format: string, plan = planned(), options: Partial<ScheduleOptions> = {}): ScheduleFile[] {
  return [...(SCHEDULE_FORMATS[format]?.(plan, { ...OPTIONS, ...options }) ?? [])];
}

/** The only file of a format. */
export function writtenText(format: string, plan = planned(), options: Partial<ScheduleOptions> = {}): string {
  const [file, ...others] = written(format, plan, options);
  if (file === undefined || others.length > 0) throw new Error(`${format} gives ${others.length + 1} files.`);
  return file.content;
}

/** Holds a text against the kept one; with UPDATE_GOLDEN=1 it is kept anew, for a person to look at the difference. */
export function expectGolden(name: string, text: string): void {
  const path = join(__dirname, "golden", name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(join(__dirname, "golden"), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).to.equal(readFileSync(path, "utf8"));
}
