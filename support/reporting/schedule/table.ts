import type { WindowPlan } from "../../model/window-plan";
import { REPORT_WORDS } from "../messages";
import { inColumns } from "../text-columns";
import { localTime } from "./local-time";
import { windowTitle, type ScheduleWriter } from "./output";
import { SCHEDULE_WORDS } from "./words";

/** For people: the roll-out and each run with its time, in UTC and as they read it. */
export const writeTable: ScheduleWriter = (plan, { language }) => {
  const words = SCHEDULE_WORDS[language];
  const { phases } = REPORT_WORDS[language];
  const rows = [
    ...plan.runs.map(({ phase, at, command }) => ({ at, cells: [phases[phase], command.join(" ")] })),
    { at: plan.rolledOutAt, cells: [words.rollOut, ""] },
  ].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const zones = zonesOf(plan);
  const lines = inColumns([
    [...zones, words.phase, words.command],
    ...rows.map(({ at, cells }) => [...zones.map((zone) => localTime(at, zone)), ...cells]),
  ]);
  return [{ name: `canary-${plan.environment}.txt`, content: `${[windowTitle(plan), "", ...lines].join("\n")}\n` }];
};

function zonesOf({ timeZone }: WindowPlan): string[] {
  return ["Etc/UTC", "Etc/GMT", "GMT", "UTC"].includes(timeZone) ? ["UTC"] : ["UTC", timeZone];
}
