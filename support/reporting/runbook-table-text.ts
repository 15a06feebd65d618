import type { Outcome } from "../model/outcome";
import type { TableCell, TableRow } from "../model/table-row";
import { columnsOf } from "./charts/text-width";
import { consoleLine } from "./console-text";
import { html, type Html } from "./html";
import type { Language } from "./messages";
import { NO_VALUE } from "./runbook-table-values";
import { TABLE_WORDS, type Column } from "./runbook-table-words";

const COLUMNS: Readonly<Record<TableRow["phase"], readonly Column[]>> = {
  day4: ["time", "errorRate", "p95", "memory", "state"],
  "day5-6": ["dateTime", "errorRate", "p95", "errors", "state"],
  day7: ["metric", "goal", "current", "state"],
};

/** The runbook's ticks. */
const SIGNS: Readonly<Record<Outcome, string>> = { passed: "✅", failed: "❌", inconclusive: "?", "not-run": "?" };

/** Lines of one table for the terminal, headings first, in columns; no rows give no lines. @param rows of one phase. */
export function tableLines(rows: readonly TableRow[], language: Language): string[] {
  const columns = columnsOfTable(rows);
  if (columns.length === 0) return [];
  const lines = [
    columns.map((column) => TABLE_WORDS[language].columns[column]),
    ...rows.map((row) => columns.map((column) => consoleLine(shownCell(row, column, language).text))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((cells) => columnsOf(cells[index] ?? ""))));
  return lines.map((cells) =>
    cells
      .map((cell, index) => padded(cell, widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** One table for the report's pages; null where there is no row. @param rows of one phase. */
export function tableHtml(rows: readonly TableRow[], language: Language): Html | null {
  const words = TABLE_WORDS[language];
  const [first, ...others] = columnsOfTable(rows);
  const phase = rows[0]?.phase;
  if (first === undefined || phase === undefined) return null;
  return html`<table class="runbook runbook-${phase}">
    <caption>
      ${words.caption[phase]}
    </caption>
    <thead>
      <tr>
        ${[first, ...others].map((column) => html`<th scope="col">${words.columns[column]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr class="${row.outcome}">
            <th scope="row">${shownCell(row, first, language).text}</th>
            ${others.map((column) => htmlCell(row, column, language))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function htmlCell(row: TableRow, column: Column, language: Language): Html {
  const { text, outcome } = shownCell(row, column, language);
  // The ticks of the terminal are pictures that not every font of a browser has: pages say it in words.
  const state = html`<span class="outcome">${TABLE_WORDS[language].outcomes[outcome]}</span>`;
  return html`<td class="${outcome}">${column === "state" ? state : text}</td>`;
}

function columnsOfTable([first]: readonly TableRow[]): readonly Column[] {
  return first === undefined ? [] : COLUMNS[first.phase];
}

interface ShownCell {
  readonly text: string;
  readonly outcome: Outcome;
}

function shownCell(row: TableRow, column: Column, language: Language): ShownCell {
  const plain = (text: string): ShownCell => ({ text, outcome: row.outcome });
  switch (column) {
    case "time":
      return plain(utc(row.at).slice(6));
    case "dateTime":
      return plain(utc(row.at));
    case "errorRate":
      return valueCell("errorRate" in row ? row.errorRate : null, language);
    case "p95":
      return valueCell("p95" in row ? row.p95 : null, language);
    case "memory":
      return valueCell("memory" in row ? row.memory : null, language);
    case "errors":
      return valueCell("errors" in row ? row.errors : null, language);
    case "metric":
      return plain("metric" in row ? TABLE_WORDS[language].metrics[row.metric] : NO_VALUE);
    case "goal":
      return plain("goal" in row ? row.goal : NO_VALUE);
    case "current":
      return currentCell("current" in row ? row.current : [], row.outcome, language);
    case "state":
      return plain(SIGNS[row.outcome]);
  }
}

function valueCell(cell: TableCell | null, language: Language): ShownCell {
  if (cell === null) return { text: NO_VALUE, outcome: "not-run" };
  const kind = cell.kind === null ? "" : ` ${TABLE_WORDS[language].kinds[cell.kind]}`;
  const sign = cell.text === NO_VALUE ? ` ${SIGNS[cell.outcome]}` : "";
  return { text: `${cell.text}${kind}${sign}`, outcome: cell.outcome };
}

function currentCell(cells: readonly TableCell[], outcome: Outcome, language: Language): ShownCell {
  return { text: cells.map((cell) => valueCell(cell, language).text).join(", ") || NO_VALUE, outcome };
}

/** "10-22 14:15"; a dash where it is no time. */
function utc(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? `????? ${NO_VALUE}` : time.toISOString().slice(5, 16).replace("T", " ");
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}
