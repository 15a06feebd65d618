/** The answer of one server's health endpoint. */
export interface ServerHealth {
  readonly name: string;
  readonly url: string;
  readonly latencyMs: number;
  readonly answer:
    | { readonly kind: "no-answer"; readonly cause: "unreachable" | "timed-out"; readonly why: string }
    | {
        readonly kind: "answered";
        readonly httpStatus: number;
        readonly contentType: string;
        /** The status word in the body ("ok"); null: none, or the body is no JSON. */
        readonly status: string | null;
        readonly version: string | null;
      };
  /** The versions that this server may have: any of them is right. */
  readonly expectedVersions: readonly string[];
}
