import { runMain } from "./main";
import { runPhase } from "./phase/run-phase";

void runMain(() =>
  runPhase(
    "decision",
    "The decision: the success criteria, afresh and from the journal, and whether the whole window was looked at.",
    process.argv.slice(2),
  ),
);
