import ical, { ICalCalendarMethod } from "ical-generator";
import { shortTime } from "../../model/window-plan";
import { REPORT_WORDS } from "../messages";
import { windowTitle, type ScheduleWriter } from "./output";
import { SCHEDULE_WORDS } from "./words";

const MINUTE_MS = 60_000;
/** How long people should keep free for it. */
const LOOK_MINUTES = 15;

/** iCalendar: the roll-out and each run as an event, for people's calendars. */
export const writeIcal: ScheduleWriter = (plan, { language, now }) => {
  const { release, environment } = plan;
  const words = REPORT_WORDS[language];
  const calendar = ical({
    name: `${release.id}, ${environment}`,
    description: windowTitle(plan),
    prodId: { company: "canary-runbook", product: "schedule", language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
  });
  const add = (id: string, at: string, summary: string, description: string): void => {
    const start = new Date(at);
    const end = new Date(start.getTime() + LOOK_MINUTES * MINUTE_MS);
    // The same event again, written anew, replaces the earlier one: its id has no time in it.
    const event = {
      id: `${release.id}-${environment}-${id}@canary-runbook`,
      stamp: now,
      start,
      end,
      summary,
      description,
    };
    calendar.createEvent(event);
  };
  const title = (text: string): string => `${release.id}: ${text}`;
  add("roll-out", plan.rolledOutAt, title(SCHEDULE_WORDS[language].rollOut), windowTitle(plan));
  plan.runs.forEach(({ phase, at, command }, index) => {
    const number = plan.runs.slice(0, index + 1).filter((run) => run.phase === phase).length;
    add(`${phase}-${number}`, at, title(words.phases[phase]), `${command.join(" ")}\n${shortTime(at)}`);
  });
  return [{ name: `canary-${environment}.ics`, content: `${calendar.toString()}\r\n` }];
};
