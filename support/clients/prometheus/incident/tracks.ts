import type { Track } from "../../../model/readings/canary-metrics";

/** Both tracks, in the order in which they are listed. */
export const TRACKS: readonly Track[] = ["canary", "legacy"];
