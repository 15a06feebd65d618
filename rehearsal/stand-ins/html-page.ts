/** Text made safe to stand between tags or in a quoted attribute. */
export function escapeHtml(source: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return source.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A small dark page that says that it is a rehearsal's stand-in. `bodyHtml` must already be escaped. */
export function smallPage(options: { system: string; title: string; bodyHtml: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(options.title)}</title>
<link rel="icon" href="data:,">
<style>
  body { margin: 0; background: #111217; color: #d5d6dc; font: 15px/1.5 system-ui, sans-serif; }
  header { padding: 10px 24px; background: #181b1f; border-bottom: 1px solid #2c3235; color: #9a9ca5; }
  main { max-width: 760px; margin: 32px auto; padding: 0 24px; }
  h1 { font-size: 20px; color: #f2f3f5; }
  .card { background: #181b1f; border: 1px solid #2c3235; border-radius: 6px; padding: 16px 20px; }
  .card p { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  dt { color: #9a9ca5; } dd { margin: 0 0 8px; overflow-wrap: anywhere; }
  label, input, button { font: inherit; display: block; margin: 8px 0; }
  input { width: 100%; box-sizing: border-box; padding: 6px 10px; background: #111217; color: inherit; border: 1px solid #4b4f58; border-radius: 4px; }
  button { padding: 6px 16px; background: #3d71d9; color: #fff; border: 0; border-radius: 4px; }
</style>
</head>
<body>
<header>${escapeHtml(options.system)} (rehearsal stand-in)</header>
<main><h1>${escapeHtml(options.title)}</h1><div class="card">${options.bodyHtml}</div></main>
</body>
</html>`;
}
