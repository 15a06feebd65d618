import type * as PromClient from "prom-client";
import type { Counter, Gauge } from "prom-client";
import { OUTCOMES, type Verdict } from "../model/outcome";
import type { EndedRun, PhaseState } from "./phase-state";
import type { RunMetricsSnapshot, RunMetricsSubject } from "./snapshot";

const VERDICTS: readonly Verdict[] = ["GO", "NO-GO", "INCONCLUSIVE"];
const BASE = ["environment", "release", "version"] as const;

/**
 * The metrics in Prometheus's text format. A rehearsal's have names of their own (`canary_rehearsal_…`), so that no query
 * about `canary_runbook_…` can ever take one for production, whatever it forgets to filter by.
 * @param redact takes secrets out of the labels.
 */
export async function metricsText(snapshot: RunMetricsSnapshot, redact: (text: string) => string): Promise<string> {
  // Loaded only where the metrics go somewhere.
  const family = new Families(await import("prom-client"), snapshot.subject, redact);
  tellRelease(family, snapshot);
  for (const state of snapshot.phases) tellPhase(family, state);
  for (const { newest } of snapshot.phases) {
    if (newest !== null) tellRun(family, newest, snapshot.itemDurationsMs.get(newest) ?? new Map());
  }
  for (const { phase, scheduled, done, nextAt } of snapshot.checkpoints) {
    family.gauge("checkpoints", "Checkpoints that the schedule of the phase has.", { phase }, scheduled);
    family.gauge("checkpoints_done", "Checkpoints that a run has judged, whatever its verdict.", { phase }, done);
    if (nextAt === null) continue;
    const help = "When the first checkpoint is due that no run has judged; none is left where this is absent.";
    family.gauge("next_checkpoint_timestamp_seconds", help, { phase }, secondsOf(nextAt));
  }
  return family.text();
}

function tellRelease(family: Families, { subject, damagedPlaces }: RunMetricsSnapshot): void {
  const { service, legacyVersion } = subject.release;
  const rolledOutAt = subject.canary?.rolledOutAt ?? null;
  family.gauge(
    "release_info",
    "The release that the other metrics speak of.",
    { service, legacy_version: legacyVersion },
    1,
  );
  const help = "When the canary is rolled out; where this is absent the schedule is not known.";
  if (rolledOutAt !== null) family.gauge("roll_out_timestamp_seconds", help, {}, secondsOf(rolledOutAt));
  family.gauge("journal_damaged_places", "Places where the journal is not as it was written.", {}, damagedPlaces);
}

function tellPhase(family: Families, { phase, lastStartedAt, lastEndedAt, lastSoundAt, ended }: PhaseState): void {
  const time = (name: string, help: string, at: string | null): void => {
    if (at !== null) family.gauge(`${name}_timestamp_seconds`, help, { phase }, secondsOf(at));
  };
  time("last_run_started", "When a run of the phase began last.", lastStartedAt);
  time("last_run_ended", "When a run of the phase ended last, also one that could not be carried out.", lastEndedAt);
  time("last_sound_run", "When a run of the phase ended last whose verdict is to be relied on.", lastSoundAt);
  for (const [result, count] of Object.entries(ended))
    family.counter("runs_total", "Runs of the release that have ended, by how.", { phase, result }, count);
}

function tellRun(family: Families, run: EndedRun, itemDurationsMs: ReadonlyMap<string, number>): void {
  const { phase, evaluatedAt, end, durationMs, outcomes } = run;
  // Of a run that could not be carried out no verdict is to be relied on: it is none of the three.
  for (const verdict of VERDICTS) {
    const is = end.isSound && end.verdict === verdict;
    family.gauge("verdict", "1 for the verdict of the phase's newest run, 0 for each other.", { phase, verdict }, is);
  }
  family.gauge("run_sound", "0 where the newest run could not be carried out to its end.", { phase }, end.isSound);
  family.gauge("run_late", "1 where the newest run came after its checkpoint's time.", { phase }, end.isLate);
  family.gauge("judged_timestamp_seconds", "The time that the newest run judged.", { phase }, secondsOf(evaluatedAt));
  family.gauge("run_duration_seconds", "How long the newest run took, reports included.", { phase }, durationMs / 1000);
  for (const outcome of OUTCOMES) {
    const count = end.counts[outcome === "not-run" ? "notRun" : outcome];
    family.gauge("run_checks", "Checks of the newest run, by outcome.", { phase, outcome }, count);
  }
  for (const [item, found] of outcomes)
    for (const outcome of OUTCOMES)
      family.gauge(
        "item_outcome",
        "1 for the item's outcome in the newest run, 0 for each other.",
        { phase, item, outcome },
        found === outcome,
      );
  for (const [item, ms] of itemDurationsMs)
    family.gauge(
      "item_duration_seconds",
      "How long the item's checks took in the newest run.",
      { phase, item },
      ms / 1000,
    );
}

type Labels = Readonly<Record<string, string>>;

/** Families of metrics, each made when its first value is given. */
class Families {
  private readonly registry;
  private readonly gauges = new Map<string, Gauge>();
  private readonly counters = new Map<string, Counter>();
  private readonly base: Labels;
  private readonly prefix: string;

  constructor(
    private readonly client: typeof PromClient,
    { environment, isRehearsal, release }: RunMetricsSubject,
    private readonly redact: (text: string) => string,
  ) {
    this.registry = new client.Registry();
    this.base = { environment, release: release.id, version: release.canaryVersion };
    this.prefix = isRehearsal ? "canary_rehearsal_" : "canary_runbook_";
  }

  gauge(name: string, help: string, labels: Labels, value: number | boolean): void {
    const gauge = this.gauges.get(name) ?? new this.client.Gauge(this.configuration(name, help, labels));
    this.gauges.set(name, gauge);
    gauge.set(this.labels(labels), Number(value));
  }

  counter(name: string, help: string, labels: Labels, value: number): void {
    const counter = this.counters.get(name) ?? new this.client.Counter(this.configuration(name, help, labels));
    this.counters.set(name, counter);
    counter.inc(this.labels(labels), value);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private labels(own: Labels): Labels {
    return Object.fromEntries(
      Object.entries({ ...this.base, ...own }).map(([name, text]) => [name, this.redact(text)]),
    );
  }

  private configuration(name: string, help: string, labels: Labels) {
    const labelNames = [...BASE, ...Object.keys(labels)];
    return { name: `${this.prefix}${name}`, help, labelNames, registers: [this.registry] };
  }
}

function secondsOf(iso: string): number {
  return Date.parse(iso) / 1000;
}
