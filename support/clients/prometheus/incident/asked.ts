import type { Asker } from "../canary-metrics/asker";
import type { MetricsSettings } from "../canary-metrics/options";
import type { Sources } from "../canary-metrics/sources";

/** What an incident asks of the canary's metrics, beside what the week asks. */
export interface IncidentSettings {
  /** The label of the requests' metric that names the endpoint. */
  readonly endpointLabel: string;
  /** The label that names the version. */
  readonly versionLabel: string;
  /** Selector of a metric that tells what is deployed, to which each track's labels are added; left out: the requests. */
  readonly versions?: string | undefined;
  /** Interval of the scrapes now, where it is another than that of the week's metrics. */
  readonly scrapeSeconds?: number | undefined;
}

/** What is asked and how it is called there: what all questions of an incident have in common. */
export interface Asked {
  readonly asker: Asker;
  readonly sources: Sources;
  readonly metrics: MetricsSettings;
  readonly incident: IncidentSettings;
  readonly origin: { readonly where: string; readonly source: string };
}
