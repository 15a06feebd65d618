/** How many similar names are worth showing. */
const SHOWN = 3;

/** The names most like the given one, nearest first: those with words in common, or a few letters different. */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, distance: editDistance(wanted, name), shared: sharedWords(wanted, name) }))
    .filter(({ name, distance, shared }) => shared > 0 || distance <= name.length / 3)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, SHOWN)
    .map(({ name }) => name);
}

function sharedWords(one: string, other: string): number {
  const words = new Set(one.split("-"));
  return other.split("-").filter((word) => words.has(word)).length;
}

/** Levenshtein's distance: the least number of letters to insert, remove or replace. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
