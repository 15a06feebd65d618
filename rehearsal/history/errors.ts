/** The description of a canary week cannot be used; every fault in it is listed. */
export class WeekDescriptionError extends Error {
  override readonly name = "WeekDescriptionError";
  constructor(
    readonly file: string,
    readonly faults: readonly string[],
  ) {
    super(`The week in ${file} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

/** No week is described under this name. */
export class UnknownWeekError extends Error {
  override readonly name = "UnknownWeekError";
  constructor(
    readonly week: string,
    readonly known: readonly string[],
  ) {
    super(`No week "${week}" is described. There are: ${known.join(", ")}.`);
  }
}

/** promtool could not make Prometheus's data out of a week. */
export class HistoryNotBuiltError extends Error {
  override readonly name = "HistoryNotBuiltError";
  constructor(
    readonly week: string,
    readonly reason: string,
  ) {
    super(
      `The data of the week "${week}" could not be made for Prometheus: ${reason}. ` +
        "promtool belongs to the system package prometheus: npm run doctor shows whether it is there.",
    );
  }
}
