import { writeCrontab } from "./crontab";
import { writeGithub } from "./github";
import { writeIcal } from "./ical";
import { writeKubernetes } from "./kubernetes";
import type { ScheduleWriter } from "./output";
import { writeSystemd } from "./systemd";
import { writeTable } from "./table";

/** What a window can be written for, by the name of the format. */
export const SCHEDULE_FORMATS: Readonly<Record<string, ScheduleWriter>> = {
  table: writeTable,
  crontab: writeCrontab,
  systemd: writeSystemd,
  kubernetes: writeKubernetes,
  github: writeGithub,
  ical: writeIcal,
};
