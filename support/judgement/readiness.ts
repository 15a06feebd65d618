import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Cause } from "../model/outcome";
import type { Readiness } from "../model/readings/people";
import { listed, measured } from "./judged";
import type { Fault } from "./precedence";
import { weighed } from "./weighed";

/** Judges that the A/B test of this version may begin. An answer that does not say it, or not of which version, is no readiness. */
export function judgeReadiness(readiness: Readiness, version: string): Judgement {
  const { isReady, source, query, unmet } = readiness;
  const isOther = readiness.version !== null && readiness.version !== version;
  return weighed({
    summary: `The A/B test of ${version} is prepared, by ${source}.`,
    measurements: [
      measured({
        signal: "A/B test prepared",
        value: isReady === null ? null : isReady ? "ready" : `not ready (${unmet.length} unmet)`,
        unit: "",
        limit: "ready",
        comparison: "equal",
        source,
        query,
      }),
    ],
    problems: isReady === false && !isOther ? [notReady(readiness, version)] : [],
    doubts: doubtsAbout(readiness, version),
  });
}

function doubtsAbout(readiness: Readiness, version: string): readonly Fault[] {
  const { isReady, source, unmet } = readiness;
  const says = (cause: Cause, what: string, why: string) => [doubt(readiness, cause, what, why)];
  if (isReady === null)
    return says(
      "no-data",
      `${source} does not say whether the A/B test of ${version} is prepared.`,
      "Its answer lacks the field, or has another form.",
    );
  if (readiness.version === null)
    return says(
      "no-data",
      `${source} does not say which version it speaks of; expected is ${version}.`,
      "Its answer names no version, so it may be about an older release.",
    );
  if (readiness.version !== version)
    return says(
      "disagreeing-sources",
      `${source} speaks of version ${readiness.version}; expected is ${version}.`,
      "The A/B test was prepared for another release, or the environment file names another one.",
    );
  if (isReady && unmet.length > 0)
    return says(
      "disagreeing-sources",
      `${source} says ready, but names conditions that are not met: ${listed(unmet)}.`,
      "Its answer contradicts itself.",
    );
  return [];
}

function notReady({ where, source, query, unmet }: Readiness, version: string): Explanation {
  return {
    what: `The A/B test of ${version} is not prepared, by ${source}${unmet.length === 0 ? "" : `: ${listed(unmet)}`}.`,
    where,
    why: `${unmet.length === 0 ? "It names no condition." : "These conditions are not met yet."} Query: ${query}`,
    fix: "Meet them, then run the check again.",
  };
}

function doubt({ where, query }: Readiness, cause: Cause, what: string, why: string): Fault {
  const fix = `Check the readiness section of the environment file; where no source can tell, a human signs instead. Query: ${query}`;
  return { cause, problem: { what, where, why, fix } };
}
