import { runMain } from "./main";
import { runPhase } from "./phase/run-phase";

void runMain(() =>
  runPhase("day5-6", "Days 5 and 6: judges one checkpoint of the canary's stability.", process.argv.slice(2)),
);
