import type { TrafficShares } from "../../model/readings/traffic-shares";

/** The canary's share by the balancer's configuration. */
export interface ConfiguredShare {
  readonly where: string;
  readonly canaryPercent: number | null;
}

/** The load balancer between canary and legacy, in the runbook's words; each kind has a file beside this one. */
export interface LoadBalancer {
  /**
   * Sends a sample of real requests through the balancer, and reads over the same sample how it is configured to split
   * them, how it applies that, and what its counters say.
   * @throws InconclusiveError unreachable, timed-out, unauthorised or no-data, where the balancer does not tell.
   */
  readShares(): Promise<TrafficShares>;
  /**
   * The canary's share by the weights that the balancer is configured with, in percent; null: no server has any weight.
   * Errors as those of `readShares`.
   */
  readConfiguredShare(): Promise<ConfiguredShare>;
}

/** Names of the balancer's servers by track; any other server of the proxy counts as traffic led elsewhere. */
export interface TrackServers {
  readonly canary: readonly string[];
  readonly legacy: readonly string[];
}
