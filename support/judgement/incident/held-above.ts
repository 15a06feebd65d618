import type { ProportionRule } from "../../model/proportion-rule";
import { holdShare, type HeldShare } from "../proportion";
import type { Counted } from "../statistics/fisher-exact";
import { requestsNeeded } from "../statistics/requests-needed";
import { isBelow } from "../statistics/rounded";

/**
 * Holds a share against a limit that it may reach, but not exceed ("above 1 %"): `holdShare`, with the one difference that
 * exactly at the limit is not above it. `stillNeeded` counts towards either proof, whichever the share that was seen leads to.
 */
export function holdAbove({ events, total }: Counted, limitShare: number, rule: ProportionRule): HeldShare {
  const held = holdShare({ events, total, limitShare, rule });
  const position = positionOf(held, limitShare);
  const stillNeeded = position === "undecided" ? (held.stillNeeded ?? neededForAbove(held, limitShare)) : null;
  return { ...held, position, stillNeeded };
}

function positionOf(held: HeldShare, limitShare: number): HeldShare["position"] {
  const { position, decidedBy, share, interval } = held;
  const isAtMost =
    decidedBy === "plain"
      ? position === "above" && share !== null && !isBelow(limitShare, share)
      : position === "undecided" && !isBelow(limitShare, interval.high);
  return isAtMost ? "below" : position;
}

/** Many events prove "above" as few others prove "below": the same question, asked of the requests without the event. */
function neededForAbove({ share, total, decidedBy, confidenceOfAbove }: HeldShare, limitShare: number): number | null {
  if (share === null || decidedBy === "plain" || !isBelow(limitShare, share)) return null;
  const enough = requestsNeeded(1 - share, 1 - limitShare, confidenceOfAbove, total);
  return enough === null ? null : enough - total;
}
