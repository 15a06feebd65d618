/** The parts of a message that hold text, as the Web API gives them. */
interface MessageParts {
  readonly text?: string | undefined;
  readonly attachments?: readonly unknown[] | undefined;
  readonly blocks?: readonly unknown[] | undefined;
}

/** The keys under which attachments and blocks keep what a reader sees. `fallback` is what a phone shows. */
const TEXT_KEYS: ReadonlySet<string> = new Set(["title", "text", "pretext", "value", "footer", "fallback"]);

/** All that a reader of the message sees, each piece once, without Slack's own markup and escapes. */
export function shownTexts({ text = "", attachments = [], blocks = [] }: MessageParts): readonly string[] {
  const pieces = [text, ...textsWithin(attachments), ...textsWithin(blocks)].map((piece) => plain(piece).trim());
  return [...new Set(pieces)].filter((piece) => piece !== "");
}

/** Whether the alert's whole name stands in one of the pieces: "HighErrorRate" is not in "HighErrorRateLegacy". */
export function namesAlert(texts: readonly string[], alertName: string): boolean {
  const escaped = alertName.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const name = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, "u");
  return texts.some((piece) => name.test(piece));
}

/** Whether a piece begins with the word "resolved", behind brackets and emoji: it tells of an alert's end. */
export function isResolution(texts: readonly string[]): boolean {
  return texts.some((piece) => /^[^\p{L}]*resolved(?![\p{L}])/iu.test(piece.replace(/:[a-z0-9_+-]+:/gi, "")));
}

function textsWithin(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsWithin);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (typeof inner !== "string") return textsWithin(inner);
    return TEXT_KEYS.has(key) ? [inner] : [];
  });
}

/** Links by their label, and the three characters that Slack escapes as themselves. */
function plain(stored: string): string {
  return stored
    .replace(/<([^<>|]+)\|([^<>]*)>/g, "$2")
    .replace(/<(https?:\/\/[^<>]+|mailto:[^<>]+)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
