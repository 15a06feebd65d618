import { columnsOf } from "./charts/text-width";

/** Rows as lines whose cells stand below each other on a terminal, also where signs take two columns. */
export function inColumns(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => columnsOf(row[index] ?? ""))),
  );
  return rows.map((row) =>
    row
      .map((cell, index) => padded(cell, widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}

/** A line that takes at most so many columns: what is too much at its end is left out, and a sign says so. */
export function cutOff(line: string, columns: number): string {
  if (columnsOf(line) <= columns) return line;
  let kept = "";
  for (const letter of line) {
    if (columnsOf(kept + letter) > columns - 1) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/** A text in lines of at most so many columns, broken between words; a longer word stands alone. @param hanging before each further line. */
export function wrapped(text: string, width: number, hanging: string): string[] {
  const [indent = ""] = /^ */.exec(text) ?? [];
  const lines: string[] = [];
  let line = indent;
  for (const word of text.slice(indent.length).split(/(?<=\S)(?= )/)) {
    if (line.trim() !== "" && columnsOf(line + word) > width) {
      lines.push(line);
      line = hanging + word.trimStart();
    } else line += word;
  }
  return [...lines, line];
}
