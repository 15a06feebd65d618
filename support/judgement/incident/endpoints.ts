import type { Judgement } from "../../model/judgement";
import type { Measurement } from "../../model/measurement";
import type { ProportionRule } from "../../model/proportion-rule";
import type { Track } from "../../model/readings/canary-metrics";
import type { EndpointErrors } from "../../model/readings/incident";
import { intervalInPercent } from "../error-rate";
import { measured } from "../judged";
import type { HeldShare } from "../proportion";
import { rounded } from "../statistics/rounded";
import { weighed } from "../weighed";
import { blameOf, type Blame } from "./blame";
import { endpointDoubts, hasLegacyHole, usableCounts } from "./endpoint-doubts";
import { patternOf, type CountedEndpoint, type EndpointPattern, type HeldEndpoint } from "./endpoint-pattern";
import { patternText, unclearFault } from "./endpoint-words";
import type { ErrorLimit } from "./errors-after";
import { holdAbove } from "./held-above";

/** Where the canary's errors are. */
export interface EndpointFinding {
  readonly pattern: EndpointPattern;
  /** The endpoints with too many errors, the worst first. */
  readonly affected: readonly string[];
  /** The worst of them; null: none is proven to be above the limit. */
  readonly worst: string | null;
  /** Whose errors the worst endpoint's are: the same endpoint of legacy over the same time. */
  readonly blame: Blame;
  readonly judgement: Judgement;
}

/**
 * Judges that it is known which endpoints of the canary have an error share above the limit. A pattern is an answer, so it passes;
 * what passes not is a pattern that the numbers do not tell.
 */
export function judgeEndpoints(errors: EndpointErrors, abovePercent: number, rule: ProportionRule): EndpointFinding {
  const canary = usableCounts(errors, "canary");
  const legacy = usableCounts(errors, "legacy");
  const { pattern: seen, endpoints } = patternOf(canary, abovePercent / 100, rule);
  const doubts = endpointDoubts(errors, canary);
  const pattern = doubts.length > 0 ? "unclear" : seen;
  const affected = endpoints.filter(({ state }) => state === "affected").map(({ endpoint }) => endpoint);
  const worst = affected[0] ?? null;
  const of = { errors, endpoints, legacy, abovePercent };
  const blame = worst === null ? "unknown" : blameAt(worst, { ...of, canary, rule });
  const unclear = seen === "unclear" && doubts.length === 0 ? [unclearFault(errors, endpoints, abovePercent)] : [];
  const judgement = weighed({
    summary: patternText(seen, { ...of, blame }),
    measurements: [
      ...measurementsOf(errors, endpoints, abovePercent),
      ...legacyOf(errors, endpoints, legacy, { abovePercent, rule }),
    ],
    problems: [],
    doubts: [...doubts, ...unclear],
  });
  return { pattern, affected, worst, blame, judgement };
}

/**
 * Whether a few more requests are worth their time: one endpoint alone is seen above the limit, and only too few requests keep
 * its being the only one from being known. Where several are, no longer look makes one cause of them.
 */
export function mayBeOneEndpoint(errors: EndpointErrors, { abovePercent, rule }: ErrorLimit): boolean {
  const { judgement } = judgeEndpoints(errors, abovePercent, rule);
  if (judgement.outcome !== "inconclusive" || judgement.cause !== "too-few-samples") return false;
  const asked = usableCounts(errors, "canary").filter(({ requests }) => requests > 0);
  const above = asked.filter((one) => 100 * one.errors > abovePercent * one.requests);
  return asked.length > 1 && above.length === 1;
}

interface Sides {
  readonly errors: EndpointErrors;
  readonly canary: readonly CountedEndpoint[];
  readonly legacy: readonly CountedEndpoint[];
  readonly abovePercent: number;
  readonly rule: ProportionRule;
}

function blameAt(endpoint: string, { errors, canary, legacy, abovePercent, rule }: Sides): Blame {
  const [ofCanary, ofLegacy] = [canary, legacy].map((counted) => {
    const found = counted.find((one) => one.endpoint === endpoint);
    return found === undefined ? null : { events: found.errors, total: found.requests };
  });
  const hasHole = hasLegacyHole(errors);
  return blameOf({ canary: ofCanary ?? null, legacy: ofLegacy ?? null, hasHole }, abovePercent / 100, rule);
}

function measurementsOf(
  errors: EndpointErrors,
  endpoints: readonly HeldEndpoint[],
  abovePercent: number,
): Measurement[] {
  return endpoints.map(({ endpoint, held }) => shareOf(errors, "canary", endpoint, held, abovePercent));
}

/** Legacy's share of the same endpoints, shown beside the canary's; null: legacy had no request there. */
function legacyOf(
  errors: EndpointErrors,
  endpoints: readonly HeldEndpoint[],
  legacy: readonly CountedEndpoint[],
  { abovePercent, rule }: Pick<Sides, "abovePercent" | "rule">,
): Measurement[] {
  return endpoints.map(({ endpoint }) => {
    const found = legacy.find((one) => one.endpoint === endpoint);
    const counted = found === undefined ? null : { events: found.errors, total: found.requests };
    const held = counted === null ? null : holdAbove(counted, abovePercent / 100, rule);
    return shareOf(errors, "legacy", endpoint, held, null);
  });
}

function shareOf(
  { window, source, query }: EndpointErrors,
  track: Track,
  endpoint: string,
  held: HeldShare | null,
  limit: number | null,
): Measurement {
  return measured({
    signal: `${track}'s error rate of ${endpoint}`,
    value: held === null || held.share === null ? null : rounded(100 * held.share),
    unit: "percent",
    limit,
    comparison: limit === null ? null : "at-most",
    window,
    samples: held?.total ?? null,
    interval: held === null ? null : intervalInPercent(held),
    source,
    query,
  });
}
