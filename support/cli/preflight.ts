import { runMain } from "./main";
import { runPhase } from "./phase/run-phase";

void runMain(() =>
  runPhase(
    "preflight",
    "Day 3, the day before the roll-out: executes the technical and the infrastructure checks.",
    process.argv.slice(2),
  ),
);
