/** Where a share is read: the balancer's configuration, its state now, its counters, and what the applications answer. */
export const SHARE_SOURCES = ["configuration", "state", "counters", "answers"] as const;

/** One source of a share. */
export type ShareSource = (typeof SHARE_SOURCES)[number];

/** How far a source may be from the expected share, in percentage points. */
export interface ShareLimit {
  readonly source: ShareSource;
  readonly tolerancePoints: number;
}
