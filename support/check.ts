import { setMaxListeners } from "node:events";
import type { Systems } from "./assembly";
import type { CheckContext, UndoStack } from "./model/check-context";
import type { Evidence, EvidenceSink } from "./model/evidence";
import { currentCheck } from "./runner/check-scope";
import type { Session } from "./session";

/** One running check: its context for the clients, the evidence that it keeps, and what it must undo. */
export class Check {
  readonly systems: Systems;
  readonly #undo = new UndoRecord();
  readonly #kept: Evidence[] = [];
  readonly #end = new AbortController();

  /** @param items the runbook ids that the check serves. */
  constructor(
    private readonly session: Session,
    readonly items: readonly string[],
  ) {
    const store = session.evidence.sinkFor(items.join("+"));
    const sink: EvidenceSink = { keep: async (item) => void this.#kept.push(await store.keep(item)) };
    this.systems = session.systemsFor(this.#context(sink));
  }

  /** Name of the environment. */
  get environmentName(): string {
    return this.session.environmentName;
  }

  /** The version that the canary must have. */
  get canaryVersion(): string {
    return this.session.canaryVersion;
  }

  /** What was kept so far. */
  get evidence(): readonly Evidence[] {
    return this.#kept;
  }

  /** Whether the check was interrupted: what is read after that says nothing of the system. */
  get isInterrupted(): boolean {
    return this.#end.signal.aborted;
  }

  /** Whether the environment permits a change by name. */
  permits(change: string): boolean {
    return this.session.permits.includes(change);
  }

  /**
   * Ends the check: what it has under way is aborted, what it changed is undone, last change first.
   * @returns a sentence for each undo; @throws AggregateError where an undo failed: it names what is left behind.
   */
  async end(): Promise<readonly string[]> {
    this.#end.abort();
    return this.#undo.playBack();
  }

  /** Ends what is under way when one of these aborts. (AbortSignal.any forgets its sources on Node 20.) */
  #endWith(signals: readonly (AbortSignal | undefined)[]): void {
    // Every question of the check listens, and stops listening when it is answered: their number says nothing.
    setMaxListeners(0, this.#end.signal);
    for (const signal of signals) {
      if (signal?.aborted === true) this.#end.abort(signal.reason);
      signal?.addEventListener("abort", () => this.#end.abort(signal.reason), { once: true, signal: this.#end.signal });
    }
  }

  #context(evidence: EvidenceSink): CheckContext {
    const { environmentName: environment, runId, signal } = this.session;
    const checkId = this.items.join("+");
    this.#endWith([signal, currentCheck()?.signal]);
    return { environment, runId, checkId, evidence, undo: this.#undo, signal: this.#end.signal };
  }
}

class UndoRecord implements UndoStack {
  readonly #undos: { readonly description: string; readonly undo: () => Promise<void> }[] = [];

  declare(description: string, undo: () => Promise<void>): void {
    this.#undos.push({ description, undo });
  }

  async playBack(): Promise<readonly string[]> {
    const notes: string[] = [];
    const failures: Error[] = [];
    for (const { description, undo } of this.#undos.splice(0).reverse()) {
      await undo().then(
        () => notes.push(`Undone: ${description}.`),
        (reason: unknown) => failures.push(new Error(`Left behind: could not ${description}: ${messageOf(reason)}`)),
      );
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(messageOf).join("\n"));
    return notes;
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
