/** What tells one line of a kind from another, and what stands for it; the longer forms come first. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?/g, "<time>"],
  [/(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/gi, "<uuid>"],
  [/\b0x[0-9a-f]+\b/gi, "<hex>"],
  // A ULID: 26 characters of an alphabet without I, L, O and U, with a digit at its begin.
  [/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, "<id>"],
  // Eight hexadecimal digits or more, letters and digits mixed: "defaced" and "20251022" are none.
  [/(?<![0-9a-z])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}(?![0-9a-z])/gi, "<hex>"],
  // Numbers, and addresses and times of day as one; a digit or two at the end of a word belongs to it: v2, Phase4, utf8.
  [/(?<![A-Za-z\d])\d+(?:[.,:]\d+)*|(?<=[A-Za-z])\d{3,}/g, "<n>"],
];

/** A message with its times, ids and numbers replaced: two lines of one kind have the same. */
export function messageKind(message: string): string {
  return REPLACED.reduce((text, [pattern, stand]) => text.replace(pattern, stand), message);
}
