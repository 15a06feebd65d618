import { json, type StandInAnswer } from "../http-server";

const HTTP_STATUS = { INVALID_ARGUMENT: 400, UNAUTHENTICATED: 401, PERMISSION_DENIED: 403 } as const;

/** Google's word for why a request is refused. */
export type RpcCode = keyof typeof HTTP_STATUS;

/** A request that the Logging API refuses with a `google.rpc.Status`. */
export class RpcError extends Error {
  override readonly name = "RpcError";

  constructor(
    readonly code: RpcCode,
    message: string,
    readonly details: readonly Readonly<Record<string, unknown>>[] = [],
  ) {
    super(message);
  }

  /** The error as Google's REST endpoints write it. */
  answer(): StandInAnswer {
    const status = HTTP_STATUS[this.code];
    const details = this.details.length > 0 ? { details: this.details } : {};
    const headers: Record<string, string> =
      status === 401 ? { "www-authenticate": 'Bearer realm="https://accounts.google.com/"' } : {};
    return json(status, { error: { code: status, message: this.message, status: this.code, ...details } }, headers);
  }
}

/** 400 for a request that is malformed or not supported here. */
export function invalidArgument(message: string, field?: string): RpcError {
  const details = field && [
    { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [{ field, description: message }] },
  ];
  return new RpcError("INVALID_ARGUMENT", message, details || []);
}
