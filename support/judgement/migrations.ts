import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { CommandEnd } from "../model/readings/command";
import type { MigrationState } from "../model/readings/migrations";
import { ending, judged, listed, measured, undecided } from "./judged";

/** Judges the migrations: the database's revisions are all heads, there is at least one, and no command failed. */
export function judgeMigrations(state: MigrationState): Judgement {
  const commands = [state.upgrade, state.current.end, state.heads.end].filter((end) => end !== null);
  const notStarted = commands.find((end) => end.notStarted !== null);
  if (notStarted)
    return undecided("not-executed", commandProblem(notStarted, `could not be started: ${notStarted.notStarted}`));
  const timedOut = commands.find((end) => end.timedOut);
  if (timedOut) return undecided("timed-out", commandProblem(timedOut, "did not end in time and was stopped"));
  if (state.isDatabaseUnreachable) return undecided("unreachable", unreachable(commands));
  const current = state.current.revisions;
  return judged({
    summary: `The database stands at ${listed(current)}, every head of its migrations.`,
    measurements: [
      measured({
        signal: "database revision",
        value: current.join(" ") || "none",
        unit: "revision",
        limit: state.heads.revisions.join(" ") || "none",
        comparison: "equal",
        source: "the migration tool",
        query: state.current.end.command,
      }),
    ],
    problems: [...problemsOf(state)],
  });
}

function* problemsOf({ upgrade, current, heads }: MigrationState): Generator<Explanation> {
  for (const end of [upgrade, current.end, heads.end]) {
    if (end !== null && end.exitCode !== 0) yield commandProblem(end, `ended with exit code ${end.exitCode ?? "none"}`);
  }
  const missing = heads.revisions.filter((head) => !current.revisions.includes(head));
  const unknown = current.revisions.filter((revision) => !heads.revisions.includes(revision));
  if (current.revisions.length > 0 && heads.revisions.length > 0 && missing.length === 0 && unknown.length === 0)
    return;
  yield {
    what: `The database stands at ${listed(current.revisions) || "no revision"}; the heads of the migrations are ${listed(heads.revisions) || "none"}.`,
    where: `${current.end.command}, in ${current.end.folder}`,
    why:
      upgrade === null
        ? "The upgrade was not run: the environment does not permit it."
        : "The upgrade stopped before the newest revision.",
    fix:
      heads.revisions.length > 1
        ? "There are several heads: merge them into one revision, then upgrade."
        : "Run the upgrade in the checkout and mend the revision that it stops at.",
  };
}

function commandProblem(end: CommandEnd, what: string): Explanation {
  return {
    what: `The command "${end.command}" ${what}.`,
    where: `${end.command}, in ${end.folder}`,
    why: ending(end.tail),
    fix: "Run it in the checkout; check commands.migrations in the environment file.",
  };
}

function unreachable(commands: readonly CommandEnd[]): Explanation {
  const failed = commands.find((end) => end.exitCode !== 0) ?? commands[0];
  return {
    what: "The database could not be reached, so its revision is unknown.",
    where: failed ? `${failed.command}, in ${failed.folder}` : "the migration commands",
    why: failed ? ending(failed.tail) : "No command was run.",
    fix: "Check the database's address and credentials, and that it may be reached from this machine.",
  };
}
