import type { Track } from "../../model/readings/canary-metrics";
import type { Cause } from "../../model/outcome";
import type { EndpointCount, EndpointErrors } from "../../model/readings/incident";
import type { Slices } from "../../model/slices";
import { wholeOf } from "../counter-totals";
import { coverageFault } from "../coverage";
import { listed } from "../judged";
import type { Fault } from "../precedence";
import type { CountedEndpoint } from "./endpoint-pattern";
import { msOf } from "./times";

/** The endpoints of a track whose counts are counts; an endpoint that is given twice has none. */
export function usableCounts({ endpoints }: EndpointErrors, track: Track): readonly CountedEndpoint[] {
  const own = endpoints.filter((one) => one.track === track);
  const twice = repeated(own);
  return own.flatMap((one) => (isCounted(one) && !twice.includes(one.endpoint) ? [wholeCounts(one)] : []));
}

/** What takes away the answer which endpoints have the errors. */
export function endpointDoubts(errors: EndpointErrors, usable: readonly CountedEndpoint[]): readonly Fault[] {
  const own = errors.endpoints.filter(({ track }) => track === "canary");
  return [...countDoubts(errors, own), ...holesOf(errors, "canary"), ...absenceDoubts(errors, own, usable)];
}

function countDoubts(errors: EndpointErrors, own: readonly EndpointCount[]): readonly Fault[] {
  const unreadable = own.filter((one) => !isCounted(one)).map(({ endpoint }) => endpoint);
  const twice = repeated(own);
  const noCounts = doubt(
    errors,
    "no-data",
    `${listed(unreadable)}: the canary's requests and errors there are no counts of a whole and its part.`,
    "The metric is no counter, or the two selectors do not count the same requests.",
  );
  const ambiguous = doubt(
    errors,
    "disagreeing-sources",
    `${listed(twice)}: there is more than one count of the canary's requests; expected is one for each endpoint.`,
    "The label that names the endpoint does not tell them apart.",
  );
  return [...(unreadable.length > 0 ? [noCounts] : []), ...(twice.length > 0 ? [ambiguous] : [])];
}

function absenceDoubts(
  errors: EndpointErrors,
  own: readonly EndpointCount[],
  usable: readonly CountedEndpoint[],
): readonly Fault[] {
  if (own.length === 0)
    return [
      doubt(
        errors,
        "no-data",
        "No endpoint of the canary has any count in this window.",
        "The canary gets no traffic, or its metric has no label that names the endpoint.",
      ),
    ];
  if (usable.length === 0 || usable.some(({ requests }) => requests > 0)) return [];
  const what = "No endpoint of the canary had a request in this window.";
  return [doubt(errors, "zero-traffic", what, "The load balancer gives the canary no traffic.")];
}

/** Whether legacy's metrics were missing for a while: its counts tell only what they prove then. */
export function hasLegacyHole(errors: EndpointErrors): boolean {
  return holesOf(errors, "legacy").length > 0;
}

function holesOf(errors: EndpointErrors, track: Track): readonly Fault[] {
  const fault = coverageFault(errors.coverage[track], slicesOf(errors, track), { where: errors.where, track });
  return fault === null ? [] : [fault];
}

/** The window in as many equal slices as the coverage has. */
function slicesOf({ window, coverage }: EndpointErrors, track: Track): Slices {
  const count = coverage[track].instances.reduce((most, { scrapes }) => Math.max(most, scrapes.length), 1);
  const [start, end] = [(msOf(window.start) ?? 0) / 1000, (msOf(window.end) ?? 0) / 1000];
  return { edges: Array.from({ length: count + 1 }, (_, index) => start + ((end - start) * index) / count) };
}

function wholeCounts({ endpoint, requests, errors }: EndpointCount): CountedEndpoint {
  return { endpoint, requests: wholeOf(requests) ?? 0, errors: wholeOf(errors) ?? 0 };
}

function isCounted({ requests, errors }: EndpointCount): boolean {
  const [whole, part] = [wholeOf(requests), wholeOf(errors)];
  return whole !== null && part !== null && part <= whole;
}

function repeated(endpoints: readonly EndpointCount[]): readonly string[] {
  const names = endpoints.map(({ endpoint }) => endpoint);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function doubt({ where, query }: EndpointErrors, cause: Cause, what: string, why: string): Fault {
  const fix = "Check the metrics' selectors and the endpoints' label in the environment file.";
  return { cause, problem: { what, where, why: `${why} Query: ${query}`, fix } };
}
