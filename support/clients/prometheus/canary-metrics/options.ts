import type { Track } from "../../../model/readings/canary-metrics";
import type { PrometheusOptions } from "../../prometheus";
import type { FlavourName, Signal } from "../flavours";

/** Labels with the one value, or the regular expression, that each must have. */
export type LabelValues = Readonly<Record<string, string>>;

/** What one track's samples are asked by: a selector of series, or an expression as it stands. */
export type TrackSource = string | { readonly expression: string };

/**
 * Where samples of both tracks are found: a selector, to which each track's own labels are added, or one for each
 * track, to which they are not.
 */
export type SourceSetting = string | Readonly<Record<Track, TrackSource>>;

/** The probes from outside, as a blackbox exporter keeps them: 1 answered, 0 failed. */
export interface ProbesSetting {
  readonly selector: SourceSetting;
  readonly everySeconds: number;
  /** The label that names the probed target. */
  readonly targetLabel: string;
}

/** The load balancer's own metrics. */
export interface BalancerSetting {
  /** Counter of the requests given to each server. */
  readonly requests: string;
  /** Gauge of each server's applied weight. */
  readonly weight: string;
  /** The label that names the server. */
  readonly serverLabel: string;
  /** Labels over which one server's series are added up: "code", and "instance" where there are several balancers. */
  readonly sumOver: readonly string[];
  readonly servers: Readonly<Record<Track, readonly string[]>>;
}

/** What the service's metrics are called, and by which labels its two tracks are told apart. */
export interface MetricsSettings {
  readonly flavour: FlavourName;
  readonly canary: LabelValues;
  readonly legacy: LabelValues;
  readonly scrapeSeconds: number;
  /** Label → regular expression of the values that are no users' requests. */
  readonly exclude: LabelValues;
  /** The label that tells one instance from another. */
  readonly instanceLabel: string;
  /** In place of the flavour's own. */
  readonly selectors: { readonly [Name in Signal]?: SourceSetting | undefined };
  /** Unit of the histogram's bounds, in place of the flavour's own. */
  readonly durationUnit?: "seconds" | "milliseconds" | undefined;
  readonly probes?: ProbesSetting | undefined;
  readonly balancer?: BalancerSetting | undefined;
  /** Counter of the service's roll-backs, of either track. */
  readonly rollbacks?: string | undefined;
}

/** A Prometheus, and what the canary's metrics are called there. */
export interface CanaryMetricsOptions extends PrometheusOptions {
  readonly metrics: MetricsSettings;
}
