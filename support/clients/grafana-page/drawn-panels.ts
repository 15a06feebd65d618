import type { PanelState } from "../../model/readings/dashboard-state";

/** What a browser shows of one panel. */
export type DrawnPanel = Pick<PanelState, "title" | "drawn">;

/** A variable in a title, of which only Grafana knows the value: $name, ${name}, ${name:format}, [[name]]. */
const VARIABLE = /\$\{[^}]*\}|\$\w+|\[\[[^\]]*\]\]/;

/**
 * The panels that were seen, under their expected titles, and each expected one that was not: "not-drawn". Panels that
 * nobody expects keep the title that the page gives them.
 */
export function withMissing(expected: readonly string[], seen: readonly DrawnPanel[]): readonly DrawnPanel[] {
  const unseen = [...expected];
  const named = seen.map(({ title, drawn }) => {
    const index = bestMatch(unseen, title);
    if (index >= 0) return { title: unseen.splice(index, 1)[0] ?? title, drawn };
    // Of a repeated panel the dashboard holds one, and the page shows several.
    return { title: expected[bestMatch(expected, title)] ?? title, drawn };
  });
  return [...named, ...unseen.map((title) => ({ title, drawn: "not-drawn" as const }))];
}

/** Index of the expected title that the page's is: the same, else one whose variables may have become it. */
function bestMatch(expected: readonly string[], title: string): number {
  const same = expected.findIndex((one) => one.trim() === title.trim());
  return same >= 0 ? same : expected.findIndex((one) => VARIABLE.test(one) && patternOf(one).test(title));
}

function patternOf(title: string): RegExp {
  const parts = title.trim().split(VARIABLE);
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "s");
}
