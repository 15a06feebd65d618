import { runMain } from "./main";
import { runPhase } from "./phase/run-phase";

void runMain(() =>
  runPhase(
    "day4",
    "Day 4, every 30 minutes after the roll-out: judges one checkpoint of the canary.",
    process.argv.slice(2),
  ),
);
