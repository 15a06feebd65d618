import { InconclusiveError } from "../../../errors";
import type { Window } from "../../../model/measurement";
import type { CounterReading, CounterSeries, Track } from "../../../model/readings/canary-metrics";
import type { EndpointCount, EndpointErrors } from "../../../model/readings/incident";
import { windowOf, type Slices } from "../../../model/slices";
import { readCounter } from "../canary-metrics/counter";
import { sumOfKnown } from "../canary-metrics/counter-pieces";
import { readCoverage } from "../canary-metrics/coverage";
import { alignedWindow } from "../canary-metrics/cut-window";
import { groupedBy } from "../canary-metrics/grouped-by";
import type { Asked } from "./asked";

/** Counts each track's requests and errors by endpoint; see `IncidentMetrics.countEndpointErrors`. */
export async function countEndpoints(asked: Asked, window: Window): Promise<EndpointErrors> {
  const { asker, sources, metrics, origin } = asked;
  const { startMs, endMs } = alignedWindow(window, metrics.scrapeSeconds);
  const slices: Slices = { edges: [startMs / 1_000, endMs / 1_000] };
  const { scrapeSeconds, instanceLabel } = metrics;
  const cover = (track: Track) =>
    readCoverage(asker, { up: sources.of("up", track), scrapeSeconds, instanceLabel }, slices);
  const [canary, legacy, canaryCoverage, legacyCoverage] = await Promise.all([
    countTrack(asked, "canary", slices),
    countTrack(asked, "legacy", slices),
    cover("canary"),
    cover("legacy"),
  ]);
  const query = `${sources.of("errors", "canary").promql} of ${sources.of("requests", "canary").promql}`;
  const coverage = { canary: canaryCoverage, legacy: legacyCoverage };
  return { ...origin, query, window: windowOf(slices), coverage, endpoints: [...canary, ...legacy] };
}

async function countTrack({ asker, sources, incident, origin }: Asked, track: Track, slices: Slices) {
  const [requests, errors] = await Promise.all([
    readCounter(asker, sources.of("requests", track), slices),
    readCounter(asker, sources.of("errors", track), slices),
  ]);
  const { endpointLabel } = incident;
  if (requests.series.length > 0 && !requests.series.some(({ labels }) => endpointLabel in labels)) {
    throw noLabel(endpointLabel, requests, origin.where);
  }
  const endpointOf = ({ labels }: CounterSeries) => labels[endpointLabel] ?? `no label ${endpointLabel}`;
  const [byRequests, byErrors] = [groupedBy(requests.series, endpointOf), groupedBy(errors.series, endpointOf)];
  const names = new Set([...byRequests.keys(), ...byErrors.keys()]);
  return [...names].map((endpoint): EndpointCount => {
    // An endpoint that no series of errors speaks of had none: its requests show that it is counted.
    const [ofRequests, ofErrors] = [summed(byRequests.get(endpoint)), summed(byErrors.get(endpoint))];
    return { endpoint, track, requests: ofRequests, errors: ofErrors };
  });
}

/** NaN where a sample is no number. */
function summed(series: readonly CounterSeries[] = []): number {
  return sumOfKnown(series.flatMap(({ increases }) => increases)) ?? 0;
}

function noLabel(label: string, { query, series: [first] }: CounterReading, where: string): InconclusiveError {
  const names = Object.keys(first?.labels ?? {}).join(", ");
  return new InconclusiveError("not-executed", [
    {
      what: `No series of ${query} has a label ${label}; the first one has ${names === "" ? "no labels" : names}.`,
      where,
      why: "The requests are not counted by endpoint, or the label has another name, such as route or http_route.",
      fix: "Set incident.metrics.endpointLabel in the environment file to the label that names the endpoint.",
    },
  ]);
}
