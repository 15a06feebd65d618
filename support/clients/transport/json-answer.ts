import type { ZodType } from "zod";
import { InconclusiveError } from "../../errors";
import type { Exchange } from "./exchange";
import { explainBody, type Subject } from "./explanations";
import { isAffordableJson } from "./json-size";
import { shapeFaults } from "./shape-faults";

/** Faults of a shape that are named in an error; the rest is counted. */
const NAMED_FAULTS = 3;

/**
 * Reads an answer's body as JSON of a known shape.
 * @throws InconclusiveError no-data when its content type is not JSON, it does not parse, or the shape is another.
 */
export function readJson<T>(subject: Subject, exchange: Exchange, schema: ZodType<T>): T {
  if (!isJsonType(exchange.contentType)) {
    const found = `${exchange.contentType === "" ? "no content type" : exchange.contentType}; expected is JSON`;
    throw noData(subject, found, "Probably a login page, a proxy or another server answers at this address.");
  }
  const document = parsed(subject, exchange);
  const read = schema.safeParse(document);
  if (read.success) return read.data;
  const faults = shapeFaults(read.error.issues, document);
  const more = faults.length > NAMED_FAULTS ? `; and ${faults.length - NAMED_FAULTS} more` : "";
  throw noData(
    subject,
    `JSON of another shape: ${faults.slice(0, NAMED_FAULTS).join("; ")}${more}`,
    "Probably another system, or another version of its API, answers at this address.",
  );
}

/** Whether a media type is JSON: `application/json`, `text/json` or anything `+json`. */
export function isJsonType(mediaType: string): boolean {
  return mediaType === "application/json" || mediaType === "text/json" || mediaType.endsWith("+json");
}

function parsed(subject: Subject, { body }: Exchange): unknown {
  if (!isAffordableJson(body)) {
    throw noData(subject, "more values than a check can read", "Probably far more was asked for than the check needs.");
  }
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ""));
  } catch {
    const bytes = Buffer.byteLength(body).toLocaleString("en-US");
    throw noData(
      subject,
      `${bytes} bytes that are not complete JSON`,
      "Probably the answer was cut off or changed on its way.",
    );
  }
}

function noData(subject: Subject, found: string, likely: string): InconclusiveError {
  return new InconclusiveError("no-data", [explainBody(subject, found, likely)]);
}
