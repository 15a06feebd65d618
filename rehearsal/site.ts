import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Child, type Command } from "./child";
import { createDataFolder } from "./data-folder";
import { PartNotReadyError, RehearsalInterruptedError } from "./errors";
import { strikeOut } from "./ledger";
import { endProcesses } from "./sweep";
import { waitUntil } from "./wait";

/** How a rehearsal's place is made. */
export interface SiteOptions {
  /** The data folder, kept at the end; without it a temporary one, removed at the end. */
  readonly dataFolder: string | undefined;
  /** When all parts must be up. */
  readonly deadlineMs: number;
  /** Ends the boot: the user interrupted it. */
  readonly interrupt: AbortSignal | undefined;
}

/** Where one rehearsal lives: its data folder and its processes. */
export class Site {
  readonly folder: string;
  private readonly isTemporary: boolean;
  private readonly children = new Map<string, Child>();
  private readonly deadline: AbortSignal;
  private readonly closing = new AbortController();
  private readonly ended = new AbortController();
  private readonly end = this.ended.signal;
  private stopping: Promise<void> | undefined;

  /** @throws DataFolderError */
  constructor({ dataFolder, deadlineMs, interrupt }: SiteOptions) {
    this.isTemporary = dataFolder === undefined;
    this.deadline = AbortSignal.timeout(deadlineMs);
    for (const signal of [this.deadline, this.closing.signal, interrupt]) {
      if (signal?.aborted === true) this.ended.abort(signal.reason);
      signal?.addEventListener("abort", () => this.ended.abort(signal.reason), { once: true });
    }
    this.folder = createDataFolder(dataFolder);
  }

  /** A path in the data folder. */
  path(...segments: readonly string[]): string {
    return join(this.folder, ...segments);
  }

  /** Writes a file of the data folder, readable by this user only; its path. */
  write(name: string, content: string | Buffer): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  /**
   * Starts a part and waits until it is ready.
   * @throws PartNotReadyError where it ends or the deadline comes first.
   * @throws RehearsalInterruptedError where the rehearsal is ended meanwhile.
   */
  async start(command: Command, isReady: () => Promise<boolean>): Promise<void> {
    await this.watch(this.launch(command), isReady);
  }

  /** Waits until a part that was started is as wanted; errors as those of `start`. */
  async awaitPart(name: string, isReady: () => Promise<boolean>): Promise<void> {
    const child = this.children.get(name);
    if (child === undefined) throw new Error(`The rehearsal has not started ${name}.`);
    await this.watch(child, isReady);
  }

  /** Carries out a command to its end; errors as those of `start`, also where its exit code is not 0. */
  async run(command: Command): Promise<void> {
    const child = this.launch(command);
    await this.awaiting(child, () => Promise.resolve(child.end !== undefined));
    if (child.end !== "exit code 0") throw this.notReady(child, `it ended with ${child.end}`);
  }

  /** Ends one part. */
  async stopPart(name: string): Promise<void> {
    await this.children.get(name)?.stop();
  }

  /** Ends all parts at once and removes a temporary data folder. Safe to call again. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.children.values()].map((child) => child.stop()));
    endProcesses(this.folder);
    if (this.isTemporary) rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    else strikeOut(this.folder);
  }

  private launch(command: Command): Child {
    if (this.end.aborted) throw new RehearsalInterruptedError();
    mkdirSync(this.path("logs"), { recursive: true });
    const child = new Child(command, this.path("logs", `${command.name}.log`), this.folder);
    this.children.set(command.name, child);
    return child;
  }

  private async watch(child: Child, isReady: () => Promise<boolean>): Promise<void> {
    await this.awaiting(child, async () => child.end !== undefined || isReady());
    if (child.end !== undefined) throw this.notReady(child, `it ended with ${child.end}`);
  }

  private async awaiting(child: Child, isOver: () => Promise<boolean>): Promise<void> {
    try {
      await waitUntil(isOver, this.end);
    } catch {
      throw this.deadline.aborted ? this.notReady(child, "it was not ready in time") : new RehearsalInterruptedError();
    }
  }

  private notReady(child: Child, problem: string): PartNotReadyError {
    return new PartNotReadyError(child.command.name, problem, child.ageMs(), child.logPath, child.logTail());
  }
}
