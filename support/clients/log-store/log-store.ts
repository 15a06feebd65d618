import type { LogArrival } from "../../model/readings/log-arrival";

/** A line that was written where the service writes its logs, and can be told from all others. */
export interface WrittenMarker {
  readonly marker: string;
  /** How it was written, for the report: "GET http://…/health with X-Request-Id". */
  readonly writtenBy: string;
  /** Just before it was written, ISO 8601 in UTC. */
  readonly writtenAt: string;
}

/** Where log lines end up. A further kind is a file beside this one and a line in `index.ts`. */
export interface LogStore {
  /** For people: "Elasticsearch". */
  readonly name: string;
  /**
   * Waits for the marked line, then a moment more, so that one that arrives twice is seen twice.
   * @param withinMs how long to wait, in ms; the connection's deadline is an upper limit of it.
   * @throws InconclusiveError where the store's search cannot tell: not reached, refused, or only part of it searched.
   */
  awaitMarker(written: WrittenMarker, withinMs: number): Promise<LogArrival>;
}

/** A line that was found: its fields by dotted name. */
export interface LogHit {
  readonly fields: Readonly<Record<string, unknown>>;
}
