import { ConfigurationError } from "../errors";

/** Takes the values of secrets out of whatever is written or printed. */
export interface Redactor {
  /** The text with each form of a secret replaced by `[redacted:NAME]`. */
  readonly text: (text: string) => string;
  /** A copy with all its strings redacted; for data that is plain JSON. Numbers stay as they are. */
  readonly json: <T extends object>(data: T) => T;
  /** Content of any media type: text as text, other bytes byte by byte. */
  readonly bytes: (content: Uint8Array, mediaType: string) => Uint8Array;
}

/** A shorter value would be found in half of all texts. */
const SHORTEST = 6;

/**
 * Makes a redactor that finds each secret raw, URL-encoded, JSON-escaped (once and twice), HTML-escaped and in base64 at
 * each of the three places where it can begin within a longer text.
 * @param secrets values by name; the name is what a report shows.
 * @throws ConfigurationError that lists the names of all values of fewer than 6 characters.
 */
export function createRedactor(secrets: Readonly<Record<string, string>>): Redactor {
  refuseShort(secrets);
  const names = new Map<string, string>();
  for (const [name, secret] of Object.entries(secrets)) {
    for (const form of formsOf(secret)) if (!names.has(form)) names.set(form, name);
  }
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length);
  const pattern = longestFirst.length === 0 ? null : new RegExp(longestFirst.map(escapeForPattern).join("|"), "g");
  const text = (from: string): string =>
    pattern === null ? from : from.replace(pattern, (form) => `[redacted:${names.get(form) ?? ""}]`);
  return { text, json: (data) => redactedCopy(data, text), bytes: (content, type) => redactBytes(content, type, text) };
}

function refuseShort(secrets: Readonly<Record<string, string>>): void {
  const short = Object.entries(secrets).filter(([, secret]) => secret.length < SHORTEST);
  if (short.length === 0) return;
  throw new ConfigurationError(
    "A secret is too short to be kept out of the reports.",
    short.map(([name, secret]) => ({
      where: name,
      what: secret === "" ? "it is empty" : `it has fewer than ${SHORTEST} characters`,
      fix: `give ${name} a value of at least ${SHORTEST} characters, or take it out of the environment file`,
    })),
  );
}

/** All forms in which a secret shows up in texts that came from or went to a system. */
export function formsOf(secret: string): string[] {
  const url = encodeURIComponent(secret);
  const strictUrl = url.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    ...[url, strictUrl].flatMap((form) => [form, form.replaceAll("%20", "+"), lowerCaseEscapes(form)]),
    json,
    json.replaceAll("/", "\\/"),
    JSON.stringify(json).slice(1, -1),
    asciiJson(json),
    htmlEscaped(secret),
    ...[0, 1, 2].flatMap((offset) => base64Forms(secret, offset)),
  ];
  return [...new Set(forms)];
}

function lowerCaseEscapes(form: string): string {
  return form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

function asciiJson(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function htmlEscaped(secret: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return secret.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** The characters that are the same whatever stands before (`offset` bytes modulo 3) and after the secret. */
function base64Forms(secret: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret, "utf8")]);
  const first = Math.ceil((offset * 8) / 6);
  const end = Math.floor((bytes.length * 8) / 6);
  return [bytes.toString("base64").slice(first, end), bytes.toString("base64url").slice(first, end)];
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function redactedCopy<T extends object>(data: T, redact: (text: string) => string): T {
  const copy = structuredClone(data);
  redactIn(copy, redact);
  return copy;
}

function redactIn(node: object, redact: (text: string) => string): void {
  for (const field of Object.keys(node)) {
    const value: unknown = Reflect.get(node, field);
    if (typeof value === "string") Reflect.set(node, field, redact(value));
    else if (typeof value === "object" && value !== null) redactIn(value, redact);
    const name = Array.isArray(node) ? field : redact(field);
    if (name !== field) {
      Reflect.set(node, name, Reflect.get(node, field));
      Reflect.deleteProperty(node, field);
    }
  }
}

function redactBytes(content: Uint8Array, mediaType: string, redact: (text: string) => string): Uint8Array {
  const encoding = isText(mediaType) ? "utf8" : "latin1";
  const from = Buffer.from(content).toString(encoding);
  const to = redact(from);
  return to === from ? content : Buffer.from(to, encoding);
}

function isText(mediaType: string): boolean {
  return /^text\/|[/+](?:json|xml|yaml|x-ndjson|javascript)\b/.test(mediaType);
}
