import type { Fault, FaultOutcome } from "./fault";

/** Every item that Prometheus is asked for. */
const ASKED_OF_PROMETHEUS = [
  ["D3-I3"],
  ["D4-1", "D4-2", "D4-3", "D4-4"],
  ["D56-1", "D56-2", "D56-3"],
  ["D7-1", "D7-2", "D7-3", "D7-4", "D7-5", "D7-6"],
].flat();

/** Nothing that Prometheus says may count while it says that it does not know everything. */
const ALL_INCONCLUSIVE: Readonly<Record<string, FaultOutcome>> = Object.fromEntries(
  ASKED_OF_PROMETHEUS.map((item) => [item, "inconclusive"]),
);

/** Faults in how Prometheus answers: with status 200, and not with the whole truth (all phases). */
export const PROVIDER_FAULTS: readonly Fault[] = [
  {
    name: "prometheus-warns",
    sentence: "Prometheus answers every query in full, with a warning that its remote storage was silent.",
    changes: ALL_INCONCLUSIVE,
    plan: { prometheusFront: "warns" },
  },
  {
    name: "thanos-partial",
    sentence: "Thanos has lost one of its stores and answers without its series, as a success with warnings.",
    changes: ALL_INCONCLUSIVE,
    plan: { prometheusFront: "partial" },
  },
];
