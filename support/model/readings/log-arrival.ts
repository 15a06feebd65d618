/** A marked log line's way into one log store. */
export interface LogArrival {
  /** The log store, for people: "Elasticsearch". */
  readonly store: string;
  readonly where: string;
  /** How the line was written: "GET …/health with X-Request-Id". */
  readonly writtenBy: string;
  readonly marker: string;
  readonly writtenAt: string;
  /** Hits with the marker when the wait ended; each with its fields by dotted name. */
  readonly hits: readonly { readonly fields: Readonly<Record<string, unknown>> }[];
  /** From writing to the first hit, in ms; null: none within the wait. */
  readonly delayMs: number | null;
  /** How long was waited for, in ms. */
  readonly waitedMs: number;
  /** Fields that must be there, by dotted name, with their value ("*": any). */
  readonly expectedFields: Readonly<Record<string, string>>;
}
