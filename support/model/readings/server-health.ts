/** The answer of one server's health endpoint. */
export interface ServerHealth {
  readonly name: string;
  /** The health endpoint in full. */
  readonly url: string;
  /** From sending the question to the end of the answer, or to giving up; of the second try where there were two. */
  readonly latencyMs: number;
  readonly answer:
    | { readonly kind: "no-answer"; readonly cause: "unreachable" | "timed-out"; readonly why: string }
    | {
        readonly kind: "answered";
        readonly httpStatus: number;
        /** Media type without parameters, lower-case; "" where there was none. */
        readonly contentType: string;
        /** The status word in the body ("ok"); null: none, or the body is no JSON. */
        readonly status: string | null;
        readonly version: string | null;
      };
  /** The versions that this server may have: any of them is right. */
  readonly expectedVersions: readonly string[];
}
