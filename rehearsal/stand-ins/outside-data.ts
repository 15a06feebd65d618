import type { StandInRequest } from "./http-server";

/** The outcome of reading text as JSON. */
export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/** Reads text as JSON without throwing. */
export function parseJson(source: string): Parsed {
  try {
    const value: unknown = JSON.parse(source);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : "not JSON" };
  }
}

/** Says whether a value is a JSON object (neither null nor an array). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The media type of the request's body in lower case, without its parameters; empty when there is none. */
export function mediaTypeOf(request: StandInRequest): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The token behind `Authorization: <scheme> `, or undefined when the header is absent or has another scheme. */
export function credentials(request: StandInRequest, scheme: string): string | undefined {
  const header = request.headers.authorization ?? "";
  const start = `${scheme} `.toLowerCase();
  return header.toLowerCase().startsWith(start) ? header.slice(start.length).trim() : undefined;
}
