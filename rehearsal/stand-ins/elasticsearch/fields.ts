import { isRecord } from "../outside-data";
import type { StoredDocument } from "./stored-document";

/**
 * All values at a dotted path, whether the document nests its objects, flattens them into dotted keys, or mixes both.
 * Lists count as several values; null counts as none.
 */
export function valuesAt(source: unknown, path: string): readonly unknown[] {
  if (Array.isArray(source)) return source.flatMap((entry) => valuesAt(entry, path));
  if (!isRecord(source)) return [];
  return Object.entries(source).flatMap(([key, value]) => {
    if (key === path) return listed(value).filter((entry) => entry !== null);
    return path.startsWith(`${key}.`) ? valuesAt(value, path.slice(key.length + 1)) : [];
  });
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** How a string field is indexed: whole (`keyword`), or cut into words (`text`). */
export interface MappedField {
  readonly kind: "keyword" | "text";
  readonly values: readonly unknown[];
}

/**
 * A field as the index maps it. In a logs data stream strings are keywords and `message` is text; in an ordinary index
 * every string is text with a sub-field `.keyword`. A field that is not mapped has no values.
 */
export function mappedField(document: StoredDocument, field: string): MappedField {
  if (document.isInDataStream) {
    const kind = field === "message" || field === "event.original" ? "text" : "keyword";
    return { kind, values: valuesAt(document.source, field) };
  }
  const direct = valuesAt(document.source, field);
  if (direct.length > 0 || !field.endsWith(".keyword")) return { kind: "text", values: direct };
  const parent = valuesAt(document.source, field.slice(0, -".keyword".length));
  return { kind: "keyword", values: parent.filter((value) => typeof value === "string") };
}

/** The words of a text, as the standard analyzer cuts them. */
export function wordsOf(value: string): readonly string[] {
  return value.toLowerCase().match(/[\p{L}\p{N}_]+(?:[.'’:][\p{L}\p{N}_]+)*/gu) ?? [];
}

/** Milliseconds since 1970 of an ISO 8601 time, of epoch milliseconds, or of `now` with steps such as `now-15m`. */
export function dateOf(value: unknown, now: number): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  if (/^\d{4}-\d{2}(?:-\d{2}(?:T\d{2}(?::\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?$/.test(value)) {
    // Without a zone Elasticsearch reads UTC, JavaScript local time.
    const isZoned = !value.includes("T") || /(?:Z|[+-]\d{2}:?\d{2})$/.test(value);
    const at = Date.parse(isZoned ? value : `${value}Z`);
    return Number.isNaN(at) ? undefined : at;
  }
  return dateMath(value, now);
}

const STEP_MS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, H: 36e5, d: 864e5, w: 6048e5 };

function dateMath(value: string, now: number): number | undefined {
  if (!/^now(?:[+-]\d+[smhHdw])*$/.test(value)) return undefined;
  const steps = [...value.matchAll(/([+-]\d+)([smhHdw])/g)];
  return steps.reduce((at, [, count, unit]) => at + Number(count) * (STEP_MS[unit ?? ""] ?? 0), now);
}
