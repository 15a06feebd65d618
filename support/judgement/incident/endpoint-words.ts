import type { EndpointErrors } from "../../model/readings/incident";
import { counted, percentage } from "../figures";
import { listed } from "../judged";
import type { Fault } from "../precedence";
import { BLAME_TEXTS, type Blame } from "./blame";
import type { CountedEndpoint, EndpointPattern, HeldEndpoint } from "./endpoint-pattern";

/** What the sentence of a pattern is made of. */
interface Said {
  readonly endpoints: readonly HeldEndpoint[];
  readonly legacy: readonly CountedEndpoint[];
  readonly abovePercent: number;
  readonly blame: Blame;
}

/** The sentence of a pattern: which endpoints, with their shares, and legacy's share of the worst. */
export function patternText(pattern: EndpointPattern, { endpoints, legacy, abovePercent, blame }: Said): string {
  const affected = endpoints.filter(({ state }) => state === "affected");
  const named = listed(affected.map((one) => shareText(one, abovePercent)));
  const all = counted(endpoints.length, "endpoint");
  const beside = affected[0] === undefined ? "" : ` ${besideText(affected[0].endpoint, legacy, blame)}`;
  switch (pattern) {
    case "none":
      return `None of ${all} with requests has an error rate above ${abovePercent} %.`;
    case "one":
      return `One of ${all} has the errors: ${named}.${beside}`;
    case "several":
      return `${affected.length} of ${all} have the errors: ${named}.${beside}`;
    case "all":
      return `All ${all} have the errors: ${named}.${beside}`;
    case "unclear":
      return `Which of ${all} have the errors is not known.`;
  }
}

/** Too few requests by endpoint to tell. */
export function unclearFault(errors: EndpointErrors, endpoints: readonly HeldEndpoint[], abovePercent: number): Fault {
  const open = endpoints.filter(({ state }) => state === "open").map((one) => shareText(one, abovePercent));
  const affected = endpoints.filter(({ state }) => state === "affected").map((one) => shareText(one, abovePercent));
  const proven =
    affected.length === 0
      ? `No endpoint is proven to be above ${abovePercent} %`
      : `Above ${abovePercent} % is ${listed(affected)}`;
  const others =
    open.length === 0 ? "no other endpoint had a request to compare it with" : `not known is it of ${listed(open)}`;
  const problem = {
    what: `It is not known whether one endpoint, several or all have the errors. ${proven}; ${others}.`,
    where: errors.where,
    why: `So few requests by endpoint tell too little. Query: ${errors.query}`,
    fix: "Look at the endpoints again when there were more requests; read the error logs by endpoint meanwhile.",
  };
  return { cause: "too-few-samples", problem };
}

function shareText({ endpoint, held: { share, events, total } }: HeldEndpoint, abovePercent: number): string {
  const percent = share === null ? "" : `${percentage(100 * share, abovePercent)}, `;
  return `${endpoint} (${percent}${counted(events, "error")} in ${counted(total, "request")})`;
}

function besideText(endpoint: string, legacy: readonly CountedEndpoint[], blame: Blame): string {
  const found = legacy.find((one) => one.endpoint === endpoint);
  const share =
    found === undefined || found.requests === 0
      ? `Legacy had no request to ${endpoint} that is known.`
      : `Legacy at ${endpoint}: ${counted(found.errors, "error")} in ${counted(found.requests, "request")}.`;
  return `${share} ${BLAME_TEXTS[blame]}`;
}
