import type { CheckContext } from "../model/check-context";
import type { MigrationState } from "../model/readings/migrations";
import { raisedErrorClass, revisionsIn } from "./migrations/tool-output";
import { runProgram, type FinishedProgram } from "./process/run-program";
import type { Program } from "./process/process-group";

/** The migration tool's commands: program and arguments of each; the first word of a line of output is a revision. */
export interface MigrationsOptions extends Omit<Program, "run"> {
  readonly upgrade: readonly string[];
  readonly current: readonly string[];
  readonly heads: readonly string[];
  /** Whether the environment permits the upgrade; where not, the state is only read. */
  readonly mayUpgrade: boolean;
  /** Error classes by which the tool says that it cannot reach the database, whole or without module: "OperationalError". */
  readonly unreachableErrors: readonly string[];
  /** For each command, in ms. */
  readonly timeoutMs: number;
}

/** The database's migrations, in the runbook's words. */
export interface Migrations {
  /**
   * Upgrades the database to the newest revision where that is permitted, and reads where it stands. An upgrade has no
   * undo: taking a schema back would endanger data, so a permission is asked for instead.
   * @throws InconclusiveError where the check was interrupted meanwhile.
   */
  bringToNewestRevision(): Promise<MigrationState>;
}

/** A client of one database's migrations. Source: alembic's `upgrade head`, `current`, `heads`. */
export function createMigrations(options: MigrationsOptions, context: CheckContext): Migrations {
  const runOne = (title: string, run: readonly string[]): Promise<FinishedProgram> => {
    const { folder, environment, timeoutMs } = options;
    return runProgram({ title, run, folder, environment, timeoutMs }, context);
  };
  return {
    bringToNewestRevision: async () => {
      // The newest revisions stand in the service's files: they can be read while the database is upgraded.
      const [upgrade, heads] = await Promise.all([
        options.mayUpgrade ? runOne("database upgrade", options.upgrade) : null,
        runOne("newest migrations", options.heads),
      ]);
      const current = await runOne("database's migrations", options.current);
      const raised = raisedErrorClass(current.stderr);
      return {
        upgrade: upgrade?.end ?? null,
        current: { end: current.end, revisions: revisionsIn(current.stdout) },
        heads: { end: heads.end, revisions: revisionsIn(heads.stdout) },
        // By reading only: an upgrade also raises such errors for its own mistakes.
        isDatabaseUnreachable: current.end.exitCode !== 0 && isOneOf(options.unreachableErrors, raised),
      };
    },
  };
}

function isOneOf(names: readonly string[], raised: string | null): boolean {
  return raised !== null && names.some((name) => raised === name || raised.endsWith(`.${name}`));
}
