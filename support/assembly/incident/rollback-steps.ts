import type { JournalFact } from "../../model/journal-entry";
import type { RollbackStep } from "../../model/readings/incident";

/** The steps of one rollback, each written into the journal as it comes. */
export class RollbackSteps {
  readonly #steps: RollbackStep[] = [];

  constructor(
    private readonly runId: string,
    private readonly record: (fact: JournalFact) => Promise<void>,
  ) {}

  /** All steps so far, in their order. */
  get all(): readonly RollbackStep[] {
    return [...this.#steps];
  }

  /** Whether a step was done. */
  isDone(step: RollbackStep["step"]): boolean {
    return this.#steps.some((one) => one.step === step && one.isDone);
  }

  /** Writes down that a step is about to be taken, before it is: what is killed then is known to have begun. */
  async begin(step: RollbackStep["step"], detail: string): Promise<void> {
    await this.record({ kind: "rollback-step", runId: this.runId, step, outcome: "begun", detail });
  }

  /** Notes how a step ended. @param at ISO 8601 in UTC; now where nothing is given. */
  async note(
    step: RollbackStep["step"],
    isDone: boolean,
    detail: string,
    at = new Date().toISOString(),
  ): Promise<void> {
    this.#steps.push({ step, at, isDone, detail });
    const outcome = isDone ? "done" : "failed";
    await this.record({ kind: "rollback-step", runId: this.runId, step, outcome, detail });
  }
}
