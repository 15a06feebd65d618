import { runMain } from "./main";
import { runPhase } from "./phase/run-phase";

void runMain(() =>
  runPhase("day7", "Day 7: the final verification of the canary over its last 48 hours.", process.argv.slice(2)),
);
