import { resolve } from "node:path";
import { Command } from "commander";

/** What a replay was asked for. */
export interface ReplayCommand {
  /** Folder of the run, absolute. */
  readonly folder: string;
  /** File of limits; null: the features' own. */
  readonly limits: string | null;
  /** Folder for replay.json; null: nothing is written. */
  readonly out: string | null;
}

/** Reads the command's options. @throws CommanderError after --help, or where they cannot be used. */
export function readReplayOptions(argv: readonly string[]): ReplayCommand {
  const command = new Command("npm run replay --")
    .description(
      "Judges a run again from its evidence, offline: the same stored answers must give the same verdict. " +
        "No system is asked, and nothing is changed.",
    )
    .argument("<run folder>", "the run, such as reports/rehearsal/latest/preflight")
    .option("--limits <file>", "judge by these limits instead of the features', and show what they change")
    .option("--out <folder>", "write what came of it there, as replay.json")
    .addHelpText(
      "after",
      "\nA file of limits:\n  limits:\n    D4-1: { error rate: 0.1 % }\n    D4-2: { P95: 50 ms }\n" +
        "\nExit codes: 0 the same verdict (with --limits: it was judged), 1 it differs, 3 it cannot be judged again.",
    )
    .allowExcessArguments(false)
    .exitOverride()
    .parse(argv, { from: "user" });
  const { limits, out } = command.opts<{ limits?: string; out?: string }>();
  return {
    folder: resolve(command.args[0] ?? ""),
    limits: limits === undefined ? null : resolve(limits),
    out: out === undefined ? null : resolve(out),
  };
}
