import type { IncomingHttpHeaders } from "node:http";
import { brotliDecompressSync, inflateSync, gunzipSync } from "node:zlib";
import type { ServerHealth } from "../../model/readings/server-health";
import { isJsonType } from "../transport/json-answer";
import { BodyTooLargeError } from "../transport/fault";
import type { PointerReader } from "./json-pointer";

/** Largest body of a health answer, inflated, in bytes: with 500 servers asked at once, 125 MiB. */
export const MAX_HEALTH_BYTES = 262_144;

/** Where the words of a health answer stand. */
export interface HealthReader {
  readonly status: PointerReader;
  readonly version: PointerReader;
}

/** An answer in its raw form. */
export interface RawAnswer {
  readonly httpStatus: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Answered = Extract<ServerHealth["answer"], { kind: "answered" }>;

/**
 * Reads a health answer; what is not JSON has neither status nor version.
 * @throws BodyTooLargeError when the body inflates to more than `MAX_HEALTH_BYTES`; an error of zlib when it is damaged.
 */
export function readHealth(
  { httpStatus, headers, body }: RawAnswer,
  reader: HealthReader,
): Answered & { text: string } {
  const contentType = mediaTypeOf(headers["content-type"]);
  const text = inflated(body, headers["content-encoding"]).toString("utf8");
  const document = isJsonType(contentType) ? parsed(text) : undefined;
  return {
    kind: "answered",
    httpStatus,
    contentType,
    status: reader.status(document),
    version: reader.version(document),
    text,
  };
}

function mediaTypeOf(header: string | undefined): string {
  if (header === undefined || header === "application/json") return header ?? "";
  const end = header.indexOf(";");
  return (end === -1 ? header : header.slice(0, end)).trim().toLowerCase();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Health answers are asked for uncompressed; one that comes compressed all the same is inflated, to its limit. */
function inflated(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === undefined || encoding === "identity") return body;
  try {
    const options = { maxOutputLength: MAX_HEALTH_BYTES };
    if (encoding === "gzip" || encoding === "x-gzip") return gunzipSync(body, options);
    if (encoding === "deflate") return inflateSync(body, options);
    return encoding === "br" ? brotliDecompressSync(body, options) : body;
  } catch (error) {
    const isTooLarge = error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw isTooLarge ? new BodyTooLargeError(MAX_HEALTH_BYTES) : error;
  }
}
