import type { Cause } from "../outcome";

/** What the rollback endpoint says that a rollback would do now. */
export interface RollbackDescription {
  /** System, address and environment. */
  readonly where: string;
  /** How it was asked: "GET /api/v2/canary/rollback". */
  readonly asked: string;
  readonly answer:
    | {
        readonly kind: "answered";
        readonly status: number;
        readonly contentType: string;
        /** Whether the body is a JSON object that says anything. */
        readonly isDescription: boolean;
        /** The beginning of the body. */
        readonly body: string;
      }
    | { readonly kind: "no-answer"; readonly cause: Cause; readonly why: string };
  readonly durationMs: number;
}
