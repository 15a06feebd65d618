import { parsedJson } from "../transport/json-text";
import { startDeadline } from "../transport/deadline";
/** One answer of the health endpoint. */
export interface HealthAnswer {
  readonly status: number;
  /** As its body's JSON has it, where the pointer leads to a text or a number; null otherwise. */
  readonly version: string | null;
  /** The beginning of the body. */
  readonly body: string;
}

const LARGEST_BODY = 64 * 1024;

/** Asks once; undefined where there was no whole answer in time. Redirects are answers, and not followed. */
export async function askHealth(
  url: string,
  versionPointer: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<HealthAnswer | undefined> {
  const deadline = startDeadline(timeoutMs, [signal]);
  try {
    const response = await fetch(url, {
      signal: deadline.signal,
      redirect: "manual",
      headers: { connection: "close" },
    });
    const body = (await response.text()).slice(0, LARGEST_BODY);
    return { status: response.status, version: versionIn(body, versionPointer), body };
  } catch {
    return undefined; // Not up yet, or not in time: it is asked again until the deadline of the start.
  } finally {
    deadline.release();
  }
}

function versionIn(body: string, pointer: string): string | null {
  const found = valueAt(parsedJson(body), pointer);
  return typeof found === "string" || typeof found === "number" ? String(found) : null;
}

/** The value that a JSON pointer leads to (RFC 6901); undefined where there is none. */
function valueAt(document: unknown, pointer: string): unknown {
  const names = pointer.split("/").slice(1);
  return names.reduce<unknown>((value, name) => {
    if (typeof value !== "object" || value === null) return undefined;
    const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
    return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }, document);
}
