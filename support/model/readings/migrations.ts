import type { CommandEnd } from "./command";

/** The state of the database's migrations. */
export interface MigrationState {
  /** null: the environment does not permit the upgrade, so it was not run. */
  readonly upgrade: CommandEnd | null;
  readonly current: { readonly end: CommandEnd; readonly revisions: readonly string[] };
  readonly heads: { readonly end: CommandEnd; readonly revisions: readonly string[] };
  /** Whether the database itself could not be opened or reached, as the tool's error class says; false where it answered. */
  readonly isDatabaseUnreachable: boolean;
}
