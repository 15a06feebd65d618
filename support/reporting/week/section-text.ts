import type { Outcome } from "../../model/outcome";
import type { SignOff } from "../../model/journal-entry";
import { roleName } from "../../model/role";
import type { EndedItem, PlayedRun, WeekSection } from "../../model/week";
import { consoleLine } from "../console-text";
import type { Language } from "../messages";
import { tableRows } from "../runbook-table";
import { tableLines } from "../runbook-table-text";
import { wrapped } from "../text-columns";
import { WEEK_WORDS } from "./week-words";

/** What a section's text is made from. */
export interface SectionText {
  readonly section: WeekSection;
  /** Its phase's runs that had their turn; one that was left out shows as a line of dashes. */
  readonly played: readonly PlayedRun[];
  readonly hasTable: boolean;
  readonly language: Language;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The widest that lines become, however wide the terminal is. */
export const WIDEST = 100;

const SIGNS: Readonly<Record<Outcome, string>> = { passed: "✓", failed: "✗", inconclusive: "?", "not-run": "○" };

/** A section of the runbook as it came true: its heading, its table, and each item with its sign; what did not pass says why. */
export function sectionLines({ section, played, hasTable, language, width }: SectionText): string[] {
  const words = WEEK_WORDS[language];
  const heading = section.title[language] + (section.phase === "incident" ? ` (${words.drill})` : "");
  const rows = (hasTable ? played : []).flatMap(({ phase, at, result }) =>
    tableRows({ phase, evaluatedAt: at, checks: result?.checks ?? [] }),
  );
  return [
    ...wrapped(heading, width, ""),
    ...tableLines(rows, language).map((line) => `  ${line}`),
    ...section.items.flatMap((one) =>
      wrapped(itemText(one, section, { language, isBegun: played.length > 0 }), width, HANGING),
    ),
  ];
}

interface Shown {
  readonly language: Language;
  /** Whether a run of the section had its turn. */
  readonly isBegun: boolean;
}

/** Where a line goes on: below the item's words. */
const HANGING = " ".repeat(11);

/** An item with its sign: "  ✓ D3-T1  All unit tests pass"; not yet come true: "  · D3-T1  …". */
function itemText({ item, end }: EndedItem, { phase }: WeekSection, { language, isBegun }: Shown): string {
  const isWanted = phase === "incident" && item.id === "INC-0" && end?.outcome === "failed";
  const sign = isWanted ? "!" : isBegun ? SIGNS[end?.outcome ?? "not-run"] : "·";
  const line = `  ${sign} ${item.id.padEnd(6)} ${item.title[language]}`;
  if (end?.outcome === "passed" || !isBegun) return line;
  if (end === null) return `${line} – ${WEEK_WORDS[language].notChecked}`;
  return `${line} – ${isWanted ? `${WEEK_WORDS[language].asWanted}: ` : ""}${consoleLine(end.summary)}`;
}

/** An item that did not pass, for the end: "  ✗ D7-8  No issue is found – …". */
export function openItemLines(one: EndedItem, language: Language, width: number): string[] {
  const { item, end } = one;
  const why = end === null ? WEEK_WORDS[language].notChecked : consoleLine(end.summary);
  const sign = SIGNS[end?.outcome ?? "not-run"];
  return wrapped(`  ${sign} ${item.id.padEnd(6)} ${item.title[language]} – ${why}`, width, HANGING);
}

/** Who of the invented people has signed what: "D4-M3  Mina Kim, release owner". */
export function signedLines(signed: readonly SignOff[], language: Language, width: number): string[] {
  return [
    "",
    WEEK_WORDS[language].signed,
    ...signed.flatMap(({ item, name, role }) =>
      wrapped(`  ✎ ${item.padEnd(6)} ${consoleLine(name)}, ${roleName(role, language)}`, width, HANGING),
    ),
  ];
}
