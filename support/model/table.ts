/** A table of a feature that does not say what it should: the feature is wrong, not the system. */
export class FeatureTableError extends Error {
  override readonly name = "FeatureTableError";
}

/** One row of a feature's data table. */
export interface Row<Column extends string> {
  /** The text of the cell; never empty. */
  cell(column: Column): string;
}

/**
 * The rows of a feature's data table by column. The headings must be exactly `columns`, there must be a row, and every
 * cell must be filled: a missing column or an empty table would assert nothing.
 * @param raw heading row first, as the runner gives it.
 * @throws FeatureTableError says which heading or cell is wrong.
 */
export function rowsOf<Column extends string>(
  raw: readonly (readonly string[])[],
  columns: readonly Column[],
): Row<Column>[] {
  const [headings = [], ...rows] = raw;
  if (headings.join("|") !== columns.join("|")) {
    throw new FeatureTableError(
      `The table's headings are | ${headings.join(" | ")} |; they must be | ${columns.join(" | ")} |.`,
    );
  }
  if (rows.length === 0)
    throw new FeatureTableError("The table has no row, so it asserts nothing. Fill it, or remove the step.");
  const empty = columns.find((_, index) => rows.some((row) => (row[index] ?? "") === ""));
  if (empty !== undefined) throw new FeatureTableError(`A cell of the column "${empty}" is empty. Fill it.`);
  return rows.map((row) => ({ cell: (column) => row[columns.indexOf(column)] ?? "" }));
}

/**
 * The row of a data table that must have exactly one.
 * @throws FeatureTableError as `rowsOf`, and where there are more rows.
 */
export function onlyRowOf<Column extends string>(
  raw: readonly (readonly string[])[],
  columns: readonly Column[],
): Row<Column> {
  const [row, second] = rowsOf(raw, columns);
  if (row === undefined || second !== undefined) throw new FeatureTableError("The table must have exactly one row.");
  return row;
}

/**
 * A whole number of a table's cell.
 * @throws FeatureTableError where it is none.
 */
export function wholeNumber(cell: string): number {
  if (!/^\d+$/.test(cell)) throw new FeatureTableError(`"${cell}" is no whole number. Write digits only, such as 62.`);
  return Number(cell);
}

/**
 * A word of a closed list, of a table's cell.
 * @throws FeatureTableError names the words that there are.
 */
export function oneOf<Word extends string>(cell: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === cell);
  if (word === undefined) throw new FeatureTableError(`"${cell}" is not one of: ${words.join(", ")}.`);
  return word;
}
