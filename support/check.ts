import { setMaxListeners } from "node:events";
import type { Systems } from "./assembly";
import type { CheckContext, UndoStack } from "./model/check-context";
import type { Evidence, EvidenceItem, EvidenceSink } from "./model/evidence";
import { rollOutUnknown, messageOf } from "./errors";
import { overrideOf, type LimitName } from "./model/limits";
import type { ProportionRule } from "./model/proportion-rule";
import type { Phase } from "./model/runbook";
import type { CanaryTimes } from "./model/schedule";
import { READINGS_SCHEMA_VERSION, READINGS_TITLE, readingsText, type LeftBehind } from "./replay/readings";
import { recordSystems, type RecordedSystems } from "./replay/record-systems";
import type { Language } from "./reporting/messages";
import { currentCheck } from "./runner/check-scope";
import { StepDeadlineError } from "./runner/runner-errors";
import type { Session } from "./session";

/** One running check: its context for the clients, the evidence that it keeps, and what it must undo. */
export class Check {
  readonly #recorded: RecordedSystems<Systems>;
  readonly #undo = new UndoRecord();
  readonly #kept: Evidence[] = [];
  readonly #sink: EvidenceSink;
  readonly #end = new AbortController();
  /** Unique in the run, also where two checks serve the same items. */
  readonly #id: string;
  #conclusions = 0;
  #interruptedAt: number | null = null;

  /** @param items the runbook ids that the check serves. */
  constructor(
    private readonly session: Session,
    readonly items: readonly string[],
  ) {
    this.#id = currentCheck()?.id ?? items.join("+");
    const store = session.evidence.sinkFor(items.join("+"));
    this.#sink = { keep: async (item) => void this.#kept.push(await store.keep(item)) };
    this.#recorded = recordSystems(session.systemsFor(this.#context(this.#sink)), () => this.#deadlineMs);
  }

  /** The systems of the environment; what they are asked and what they give is recorded. */
  get systems(): Systems {
    return this.#recorded.systems;
  }

  /** Name of the environment. */
  get environmentName(): string {
    return this.session.environmentName;
  }

  /** The version that the canary must have. */
  get canaryVersion(): string {
    return this.session.canaryVersion;
  }

  /** The phase that is run. */
  get phase(): Phase {
    return this.session.phase;
  }

  /** The time that is judged, ISO 8601 in UTC. */
  get evaluatedAt(): string {
    return this.session.evaluatedAt;
  }

  /** When the canary was rolled out, and when it is looked at; null: the environment does not say. */
  get canary(): CanaryTimes | null {
    return this.session.canary;
  }

  /** When the canary was rolled out, ISO 8601. @throws InconclusiveError where the environment does not say. */
  get rolledOutAt(): string {
    if (this.session.canary === null) throw rollOutUnknown(this.environmentName);
    return this.session.canary.rolledOutAt;
  }

  /** How shares of requests are held against their limits; each checkpoint of the phase is a look at the same canary. */
  get proportions(): ProportionRule {
    const { canary, phase, proportions } = this.session;
    const looks = canary?.checkpoints.filter((checkpoint) => checkpoint.phase === phase).length ?? 0;
    return { ...proportions, looks: Math.max(1, looks) };
  }

  /** Language of what is drawn. */
  get language(): Language {
    return this.session.language;
  }

  /**
   * The limit to judge by: the feature's, or the one that a replay puts in its place.
   * @param fromFeature in the unit of the name. @throws ContradictingLimitsError as `overrideOf`.
   */
  limit(name: LimitName, fromFeature: number): number {
    const used = overrideOf(this.session.limits, this.items, name) ?? fromFeature;
    this.session.onLimitAsked?.({ items: this.items, name, fromFeature, used });
    return used;
  }

  /** Keeps evidence with the check that no system gave, such as a chart. */
  keep(item: EvidenceItem): Promise<void> {
    return this.#sink.keep(item);
  }

  /** What was kept so far. */
  get evidence(): readonly Evidence[] {
    return this.#kept;
  }

  /**
   * Asked once for each conclusion: whether the check was interrupted, so that what was read says nothing of the system.
   * The first time that it was is recorded.
   */
  get isInterrupted(): boolean {
    this.#conclusions += 1;
    const was = this.session.wasInterruptedAt?.(this.#id, this.#conclusions) ?? false;
    if (!this.#end.signal.aborted && !was) return false;
    this.#interruptedAt ??= this.#conclusions;
    return true;
  }

  /** Whether the environment permits a change by name. */
  permits(change: string): boolean {
    return this.session.permits.includes(change);
  }

  /**
   * Ends the check: what it has under way is aborted, what it changed is undone, last change first, and what it read is
   * kept as evidence, so that it can be judged again.
   * @returns a sentence for each undo; @throws AggregateError where an undo failed: it names what is left behind.
   */
  async end(): Promise<readonly string[]> {
    // What comes after this belongs to nobody: the record is what the check has seen.
    const asked = this.#recorded.asked();
    this.#end.abort();
    const { notes, leftBehind } = await this.#undo.playBack();
    const content = readingsText({
      schemaVersion: READINGS_SCHEMA_VERSION,
      check: this.#id,
      inputs: this.session.inputsDigest ?? null,
      interruptedAt: this.#interruptedAt,
      leftBehind,
      asked,
    });
    const reading = this.#sink.keep({ title: READINGS_TITLE, mediaType: "application/json", content });
    if (leftBehind.length === 0) await reading;
    else throw await leftBehindError(leftBehind, reading);
    return notes;
  }

  /** The deadline of the step that is over; null where none is. */
  get #deadlineMs(): number | null {
    const reason: unknown = this.#end.signal.reason;
    return reason instanceof StepDeadlineError ? reason.deadlineMs : null;
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

  async playBack(): Promise<{ readonly notes: readonly string[]; readonly leftBehind: readonly LeftBehind[] }> {
    const notes: string[] = [];
    const leftBehind: LeftBehind[] = [];
    for (const { description, undo } of this.#undos.splice(0).reverse()) {
      await undo().then(
        () => notes.push(`Undone: ${description}.`),
        (reason: unknown) => leftBehind.push({ description, reason: messageOf(reason) }),
      );
    }
    return { notes, leftBehind };
  }
}

/** @param reading where that fails too, it is said as well. */
async function leftBehindError(leftBehind: readonly LeftBehind[], reading: Promise<void>): Promise<AggregateError> {
  const [kept] = await Promise.allSettled([reading]);
  const failures = leftBehind.map(
    ({ description, reason }) => new Error(`Left behind: could not ${description}: ${reason}`),
  );
  if (kept.status === "rejected") failures.push(new Error(`Not kept: ${READINGS_TITLE}: ${messageOf(kept.reason)}`));
  return new AggregateError(failures, failures.map(messageOf).join("\n"));
}
