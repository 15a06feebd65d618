/** A scenario's steps are in the wrong order: a step asks for what no earlier step has found out. */
export class FeatureOrderError extends Error {
  override readonly name = "FeatureOrderError";
  constructor(readonly missing: string) {
    super(
      `This step needs ${missing}, which no earlier step of the scenario has found out.\n` +
        "Fix: put the step that asks for it before this one.",
    );
  }
}

/**
 * What one step of a scenario finds out and a later one needs. One instance serves all scenarios: values are kept by
 * scenario, so checks that run side by side never see each other's.
 */
export class Answer<Value> {
  readonly #values = new WeakMap<object, Value>();

  /** @param name what it is, for the error text: "the test run". */
  constructor(readonly name: string) {}

  /** Keeps the value for the scenario. */
  keep(scenario: object, value: Value): void {
    this.#values.set(scenario, value);
  }

  /**
   * The value that an earlier step of the scenario kept.
   * @throws FeatureOrderError where none did.
   */
  of(scenario: object): Value {
    const value = this.#values.get(scenario);
    if (value === undefined) throw new FeatureOrderError(this.name);
    return value;
  }
}
