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
  const unreadable = own.filter((one) => !isCounted(one)).map(({ endpoint }) => endpoint);
  const twice = repeated(own);
  const hole = holeOf(errors, "canary");
  const says = (cause: Cause, what: string, why: string) => doubt(errors, cause, what, why);
  return [
    ...(unreadable.length > 0
      ? [
          says(
            "no-data",
            `${listed(unreadable)}: the canary's requests and errors there are no counts of a whole and its part.`,
            "The metric is no counter, or the two selectors do not count the same requests.",
          ),
        ]
      : []),
    ...(twice.length > 0
      ? [
          says(
            "disagreeing-sources",
            `${listed(twice)}: there is more than one count of the canary's requests; expected is one for each endpoint.`,
            "The label that names the endpoint does not tell them apart.",
          ),
        ]
      : []),
    ...(hole === null ? [] : [hole]),
    ...(own.length === 0
      ? [
          says(
            "no-data",
            "No endpoint of the canary has any count in this window.",
            "The canary gets no traffic, or its metric has no label that names the endpoint.",
          ),
        ]
      : []),
    ...(own.length > 0 && usable.length > 0 && usable.every(({ requests }) => requests === 0)
      ? [
          says(
            "zero-traffic",
            "No endpoint of the canary had a request in this window.",
            "The load balancer gives the canary no traffic.",
          ),
        ]
      : []),
  ];
}

/** Whether legacy's metrics were there all the time; null: they were. */
export function legacyHole(errors: EndpointErrors): Fault | null {
  return holeOf(errors, "legacy");
}

function holeOf(errors: EndpointErrors, track: Track): Fault | null {
  return coverageFault(errors.coverage[track], slicesOf(errors, track), { where: errors.where, track });
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
