import type { Language } from "./messages";

/** What a page may load when it is opened from disk: only what it carries itself. */
const POLICY = "default-src 'unsafe-inline' 'unsafe-eval' data: blob:; form-action 'none'; base-uri 'none'";

/** Allure's layout is made for wide screens: on a narrow one its two panes and its menu leave no room for the text. */
const NARROW_STYLE = `
@media (max-width: 720px) {
  .app__nav, .side-nav { width: 64px !important; }
  .side-nav__text { display: none !important; }
  .widgets-grid__col { min-width: 0 !important; width: auto !important; float: none !important; }
  .widgets-grid { padding: 0 !important; }
  .side-by-side { display: block !important; overflow: auto !important; }
  .side-by-side__left, .side-by-side__right { width: auto !important; height: auto !important; overflow: visible !important; }
  .side-by-side .gutter { display: none !important; }
}`;

/** Allure finds its words by its own name of the language, and only then may the page have the name that HTML knows. */
function nameLanguage(language: Language): string {
  return `<script>addEventListener("load", () => setTimeout(() => { document.documentElement.lang = "${language}"; }));</script>`;
}

/**
 * The report's page, made to ask nothing of any other machine: what would load from elsewhere is taken out, and a policy
 * in its head forbids the rest. It is made readable on a narrow screen too.
 * @throws Error if the page has no head to put the policy in.
 */
export function staysOnThisMachine(page: string, language: Language): string {
  const stripped = page
    .replace(/<script\b[^>]*\bsrc=["']?(?:https?:)?\/\/[^>]*>\s*<\/script>/gi, "")
    .replace(/<(?:link|img|iframe)\b[^>]*\b(?:href|src)=["']?(?:https?:)?\/\/[^>]*>/gi, "");
  const withPolicy = stripped
    .replace(/<head\b[^>]*>/i, (head) => `${head}\n    <meta http-equiv="Content-Security-Policy" content="${POLICY}">`)
    .replace(/<\/head>/i, (end) => `<style>${NARROW_STYLE}\n</style>\n${nameLanguage(language)}\n${end}`);
  if (withPolicy === stripped)
    throw new Error("The Allure report is not the page that it is expected to be: it has no head.");
  return withPolicy;
}
