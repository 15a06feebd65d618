/** A piece of evidence that is on disk: its path is relative to the run's folder, `sha256` in lower-case hex. */
export interface Evidence {
  readonly path: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly title: string;
}

/** What a check hands over to be kept: what was asked or what came back. */
export interface EvidenceItem {
  /** Says what it is, in a few words: "Prometheus: scrape targets". */
  readonly title: string;
  /** MIME type: "application/json", "text/plain", "image/png" … */
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

/** Keeps evidence with the check that collected it; texts are redacted before they are written. */
export interface EvidenceSink {
  keep(item: EvidenceItem): Promise<void>;
}
