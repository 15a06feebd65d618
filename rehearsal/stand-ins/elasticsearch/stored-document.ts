/** A document as it is kept. */
export interface StoredDocument {
  /** The index that holds it; for a data stream its backing index, such as `.ds-logs-phase4-default-2026.11.23-000001`. */
  readonly index: string;
  /** The name that it was written to. */
  readonly target: string;
  readonly isInDataStream: boolean;
  readonly id: string;
  readonly version: number;
  readonly seqNo: number;
  readonly source: Readonly<Record<string, unknown>>;
}
