import { consoleLine } from "../reporting/console-text";
import type { Finding } from "./finding";

const MARKS: Readonly<Record<Finding["state"], string>> = { ok: "ok", problem: "PROBLEM", "left-out": "left out" };

/** The findings as a table for the terminal, with the fix below each that has one. */
export function formatFindings(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ subject }) => subject.length));
  const indent = " ".repeat(13);
  return findings
    .flatMap(({ subject, state, detail, fix }) => [
      `  ${MARKS[state].padEnd(9)}  ${subject.padEnd(width)}  ${consoleLine(detail)}`,
      ...(fix === null ? [] : [`${indent}Fix: ${consoleLine(fix)}`]),
    ])
    .join("\n");
}

/** The last sentence: whether the runbook can be executed, and what it will not find out. */
export function formatSummary(findings: readonly Finding[]): string {
  const problems = findings.filter(({ state }) => state === "problem").length;
  const left = findings.filter(({ state }) => state === "left-out").length;
  const inOrder = problems === 0 ? "No problem was found." : `${problems} ${problems === 1 ? "problem" : "problems"}.`;
  const without =
    left === 0 ? "" : ` ${left} left out: what depends on it ends inconclusive, and then no run can end with GO.`;
  return `${inOrder}${without}`;
}
