/** A part of the rehearsal did not come up: it ended early, or was not ready before the deadline. */
export class PartNotReadyError extends Error {
  override readonly name = "PartNotReadyError";
  constructor(
    readonly part: string,
    /** What was awaited, or how the part ended. */
    readonly problem: string,
    readonly waitedMs: number,
    readonly logPath: string,
    /** The last lines of its log, oldest first. */
    readonly logTail: readonly string[],
  ) {
    const log = logTail.length === 0 ? "  (nothing written)" : logTail.map((line) => `  ${line}`).join("\n");
    super(
      `The rehearsal's ${part} did not come up: ${problem} (after ${(waitedMs / 1000).toFixed(1)} s).\n` +
        `The end of its log, ${logPath}:\n${log}`,
    );
  }
}

/** `--fault` named a fault that the rehearsal does not have. */
export class UnknownFaultError extends Error {
  override readonly name = "UnknownFaultError";
  constructor(
    readonly fault: string,
    /** Faults with a similar name, nearest first. */
    readonly near: readonly string[],
  ) {
    const hint = near.length === 0 ? "" : ` Did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`;
    super(`The rehearsal has no fault "${fault}".${hint} --list-faults shows them all.`);
  }
}

/** Two faults want the same part of the rehearsal in two different states. */
export class ConflictingFaultsError extends Error {
  override readonly name = "ConflictingFaultsError";
  constructor(
    readonly faults: readonly [string, string],
    readonly part: string,
  ) {
    super(`The faults "${faults[0]}" and "${faults[1]}" both change ${part}: give only one of them.`);
  }
}

/** The folder given for the rehearsal's data cannot be used. */
export class DataFolderError extends Error {
  override readonly name = "DataFolderError";
  constructor(
    readonly folder: string,
    readonly reason: string,
  ) {
    super(`The rehearsal cannot keep its data in ${folder}: ${reason}. Give an empty folder, or none.`);
  }
}

/** Debian packages that the rehearsal needs are missing and could not be installed (exit code 3). */
export class SystemPackagesError extends Error {
  override readonly name = "SystemPackagesError";
  constructor(
    readonly missing: readonly { readonly name: string; readonly why: string }[],
    readonly reason: string,
    /** What a person with the rights can run to install them. */
    readonly command: string,
  ) {
    const list = missing.map(({ name, why }) => `  ${name}: ${why}`).join("\n");
    super(`The rehearsal needs these system packages, and ${reason}:\n${list}\nFix: ${command}`);
  }
}

/** The rehearsal was ended while it was still booting. */
export class RehearsalInterruptedError extends Error {
  override readonly name = "RehearsalInterruptedError";
  constructor() {
    super("The rehearsal was ended while it was booting.");
  }
}
