import { isRecord } from "../outside-data";

/**
 * Text as Slack stores it and gives it back: `&`, `<` and `>` outside Slack's own markup are escaped, and bare web
 * addresses are put between angle brackets. So what is read is not letter for letter what was posted.
 */
export function storedText(posted: string): string {
  const markup = /<(?:[@#!][^<>]+|https?:\/\/[^<>]+|mailto:[^<>]+)>|&(?:amp|lt|gt);/g;
  let stored = "";
  let end = 0;
  for (const match of posted.matchAll(markup)) {
    stored += escapeText(posted.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return stored + escapeText(posted.slice(end));
}

function escapeText(part: string): string {
  return part
    .split(/(https?:\/\/[^\s<>|]+)/)
    .map((piece, index) => {
      const escaped = piece.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      return index % 2 === 1 ? `<${escaped}>` : escaped;
    })
    .join("");
}

/** All text that a reader of the message sees in its blocks or attachments, one piece per entry. */
export function textsWithin(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsWithin);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const isShown = ["title", "text", "pretext", "value", "footer"].includes(key);
    return typeof field === "string" ? (isShown ? [field] : []) : textsWithin(field);
  });
}

/** Stored text as a human sees it. */
export function shownText(stored: string): string {
  return stored
    .replace(/<(https?:\/\/[^<>|]+)(?:\|([^<>]+))?>/g, (_, address: string, label?: string) => label ?? address)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
