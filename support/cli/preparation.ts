import { runMain } from "./main";
import { runPhase } from "./phase/run-phase";
import { showAnnouncements } from "./preparation/dry-run";

const PURPOSE =
  "Day 4, before the roll-out: checks environment, alert channels and dashboards again, and tells people of the roll-out." +
  "\nWith --dry-run it shows what people would be told, and asks and posts nothing.";
const DRY_RUN = "--dry-run";

const given = process.argv.slice(2);
const options = given.filter((option) => option !== DRY_RUN);

void runMain(() =>
  given.includes(DRY_RUN) ? showAnnouncements(PURPOSE, options) : runPhase("preparation", PURPOSE, options),
);
