import escapeHtml from "escape-html";

/** Text that is HTML already: everything else is escaped where it is put into a page. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | readonly Html[] | string | number | null;

/** HTML by template: each value is escaped, except what is Html itself; null gives nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + rendered(parts[index] ?? null)).join(""));
}

function rendered(part: Part): string {
  if (part === null) return "";
  if (part instanceof Html) return part.text;
  return typeof part === "string" || typeof part === "number"
    ? escapeHtml(String(part))
    : part.map(({ text }) => text).join("");
}
