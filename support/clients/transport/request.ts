import type { Ask } from "./exchange";
import type { Connection } from "./connection";

/** One request as it goes over the wire, but for the credentials. */
export interface WireRequest {
  readonly method: Ask["method"];
  /** Without credentials. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Builds the request of an ask: its headers win over the connection's, and those over our own. */
export function toWireRequest({ baseUrl, headers }: Connection, ask: Ask): WireRequest {
  const url = new URL(baseUrl.replace(/\/+$/, "") + ask.path);
  url.username = "";
  url.password = "";
  for (const [name, value] of Object.entries(ask.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  const { contentType, body } = bodyOf(ask);
  return {
    method: ask.method,
    url: url.href,
    headers: {
      accept: "application/json",
      "user-agent": "canary-runbook",
      ...(contentType !== undefined && { "content-type": contentType }),
      ...lowerCase(headers),
      ...lowerCase(ask.headers ?? {}),
    },
    body,
  };
}

function bodyOf({ form, json, text }: Ask): { contentType?: string; body: string | undefined } {
  if (form !== undefined) {
    return { contentType: "application/x-www-form-urlencoded", body: new URLSearchParams(form).toString() };
  }
  if (json !== undefined) return { contentType: "application/json", body: JSON.stringify(json) };
  if (text !== undefined) return { contentType: text.mediaType, body: text.body };
  return { body: undefined };
}

/** The same headers with their names in lower case. */
export function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
