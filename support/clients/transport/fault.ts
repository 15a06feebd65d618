/** Why no answer came, from the caller's point of view. */
export type FaultKind =
  | "refused"
  | "unknown-name"
  | "no-route"
  | "untrusted"
  | "no-tls"
  | "not-http"
  | "cut-off"
  | "damaged"
  | "too-large"
  | "too-late"
  | "stopped"
  | "not-sent";

/** A reason for no answer: its kind and the words for people, without secrets. */
export interface Fault {
  readonly kind: FaultKind;
  readonly why: string;
}

/** The answer's body passed the limit: inflated, in bytes. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
  constructor(readonly limitBytes: number) {
    super(`body larger than ${limitBytes} bytes`);
  }
}

const KINDS_BY_CODE: Readonly<Record<string, FaultKind>> = {
  ECONNREFUSED: "refused",
  ENOTFOUND: "unknown-name",
  EAI_AGAIN: "unknown-name",
  EAI_FAIL: "unknown-name",
  EHOSTUNREACH: "no-route",
  ENETUNREACH: "no-route",
  ETIMEDOUT: "no-route",
  EADDRNOTAVAIL: "no-route",
  UND_ERR_CONNECT_TIMEOUT: "no-route",
  ECONNRESET: "cut-off",
  EPIPE: "cut-off",
  ECONNABORTED: "cut-off",
  ERR_STREAM_PREMATURE_CLOSE: "cut-off",
  UND_ERR_SOCKET: "cut-off",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "cut-off",
  EPROTO: "no-tls",
  DEPTH_ZERO_SELF_SIGNED_CERT: "untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "untrusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "untrusted",
  HOSTNAME_MISMATCH: "untrusted",
  HPE_HEADER_OVERFLOW: "too-large",
  UND_ERR_HEADERS_OVERFLOW: "too-large",
};

const KINDS_BY_PREFIX: readonly (readonly [string, FaultKind])[] = [
  ["HPE_", "not-http"],
  ["CERT_", "untrusted"],
  ["ERR_SSL_", "no-tls"],
  ["ERR_TLS_", "no-tls"],
  ["Z_", "damaged"],
  ["ERR_BROTLI", "damaged"],
  ["ERR__ERROR_", "damaged"],
];

/** Names the fault behind an error of Node, axios or undici, by its code; `host` is the address that was asked. */
export function faultOf(error: unknown, host: string): Fault {
  if (error instanceof BodyTooLargeError) {
    return { kind: "too-large", why: `the answer is larger than ${error.limitBytes.toLocaleString("en-US")} bytes` };
  }
  const code = codeOf(error);
  const kind = kindOf(code);
  return { kind, why: wordsFor(kind, code, host) };
}

function kindOf(code: string): FaultKind {
  const byPrefix = KINDS_BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1];
  return KINDS_BY_CODE[code] ?? byPrefix ?? "not-sent";
}

function wordsFor(kind: FaultKind, code: string, host: string): string {
  switch (kind) {
    case "refused":
      return `connection refused by ${host}`;
    case "unknown-name":
      return `the name of ${host} is not known (${code})`;
    case "no-route":
      return `no connection to ${host} (${code})`;
    case "untrusted":
      return `the certificate of ${host} is not trusted (${code})`;
    case "no-tls":
      return `no TLS connection with ${host} (${code})`;
    case "not-http":
      return `${host} does not answer in HTTP (${code})`;
    case "cut-off":
      return `the connection was cut off by ${host} (${code})`;
    case "damaged":
      return `the compressed answer of ${host} is damaged (${code})`;
    case "too-large":
      return `the headers of the answer are larger than 16 KiB`;
    case "too-late":
    case "stopped":
    case "not-sent":
      return `the request to ${host} could not be made (${code})`;
  }
}

/** The first code on an error, on what caused it, or on the errors that it gathers. */
function codeOf(error: unknown, depth = 0): string {
  if (typeof error !== "object" || error === null || depth > 4) return "no code";
  if ("code" in error && typeof error.code === "string" && !error.code.startsWith("ERR_BAD_")) return error.code;
  if ("errors" in error && Array.isArray(error.errors)) return codeOf(error.errors[0], depth + 1);
  return "cause" in error ? codeOf(error.cause, depth + 1) : "no code";
}
