import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { LogArrival } from "../model/readings/log-arrival";
import { judged, listed, measured, undecided } from "./judged";

/** Judges that the marked line stands in every log store exactly once, within `limitSeconds` of being written. */
export function judgeArrival(arrivals: readonly LogArrival[], limitSeconds: number): Judgement {
  return judged({
    summary: `Arrived once in ${listed(arrivals.map(({ store, delayMs }) => `${store} (after ${((delayMs ?? 0) / 1000).toFixed(1)} s)`))}.`,
    measurements: arrivals.map(({ store, delayMs, marker }) =>
      measured({
        signal: `delay of a log line until it stands in ${store}`,
        value: delayMs,
        unit: "ms",
        limit: limitSeconds * 1000,
        comparison: "at-most",
        source: store,
        query: marker,
      }),
    ),
    problems:
      arrivals.length === 0 ? [noStore()] : arrivals.flatMap((arrival) => arrivalProblems(arrival, limitSeconds)),
  });
}

function arrivalProblems(arrival: LogArrival, limitSeconds: number): Explanation[] {
  const { store, where, delayMs, hits, marker, writtenBy, waitedMs } = arrival;
  if (delayMs === null) {
    return [
      {
        what: `The marked log line did not arrive in ${store} within ${(waitedMs / 1000).toFixed(0)} s.`,
        where,
        why: `It was written by ${writtenBy}; the shipper is down or slow, or the line was dropped on its way. Marker: ${marker}`,
        fix: "Look at the log shipper's own log and queue, then search the store for the marker.",
      },
    ];
  }
  if (delayMs > limitSeconds * 1000) {
    return [
      {
        what: `The marked log line took ${(delayMs / 1000).toFixed(1)} s to arrive in ${store}; the limit is ${limitSeconds} s.`,
        where,
        why: "The shipper has a backlog, or the store indexes slowly.",
        fix: "Look at the shipper's queue and at the store's load.",
      },
    ];
  }
  if (hits.length === 1) return [];
  return [
    {
      what: `The marked log line stands ${hits.length} times in ${store}; expected is once.`,
      where,
      why: "Two shippers read the same log, or one sent it again.",
      fix: `Search the store for ${marker} and compare the lines' sources.`,
    },
  ];
}

/** Judges that the line's fields arrived as fields, with the values that the service wrote. */
export function judgeFields(arrivals: readonly LogArrival[]): Judgement {
  const blind = arrivals.find(({ expectedFields }) => Object.keys(expectedFields).length === 0);
  if (arrivals.length === 0 || blind !== undefined) return undecided("not-executed", noFields(blind?.store));
  const problems = arrivals.flatMap(({ store, where, hits, expectedFields }) => {
    const fields = hits[0]?.fields ?? {};
    const wrong = Object.entries(expectedFields).filter(([name, value]) => !isAsExpected(fields[name], value));
    return wrong.length === 0 ? [] : [wrongFields(store, where, wrong, fields)];
  });
  return judged({ summary: "Its fields are as the service wrote them.", measurements: [], problems });
}

function isAsExpected(actual: unknown, expected: string): boolean {
  return expected === "*" ? actual !== undefined && actual !== null && actual !== "" : String(actual) === expected;
}

function wrongFields(
  store: string,
  where: string,
  wrong: readonly (readonly [string, string])[],
  fields: Readonly<Record<string, unknown>>,
): Explanation {
  const differences = wrong.map(
    ([name, value]) => `${name} is ${shown(fields[name])} and should be ${value === "*" ? "there" : `"${value}"`}`,
  );
  return {
    what: `The marked log line arrived in ${store} without its fields: ${listed(differences)}.`,
    where,
    why: `The line was not parsed on its way. Fields there are: ${listed(Object.keys(fields), 10) || "none"}.`,
    fix: "Mend the shipper's parser (JSON lines), or correct logStores[].fields in the environment file.",
  };
}

function shown(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}

function noFields(store = "any log store"): Explanation {
  return {
    what: `The environment names no field that a line in ${store} must have, so a missing one could not be seen.`,
    where: "logStores[].fields in the environment file",
    why: "The list is empty.",
    fix: "Name the fields by which people search: the service, its version, the status.",
  };
}

function noStore(): Explanation {
  return {
    what: "The environment names no log store, so nothing can have arrived.",
    where: "logStores in the environment file",
    why: "The list is empty.",
    fix: "Name at least one log store.",
  };
}
