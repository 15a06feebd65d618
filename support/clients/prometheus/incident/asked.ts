import type { Asker } from "../canary-metrics/asker";
import type { MetricsSettings } from "../canary-metrics/options";
import type { Sources } from "../canary-metrics/sources";
import type { IncidentSettings } from "./index";

/** What is asked and how it is called there: what all questions of an incident have in common. */
export interface Asked {
  readonly asker: Asker;
  readonly sources: Sources;
  readonly metrics: MetricsSettings;
  readonly incident: IncidentSettings;
  readonly origin: { readonly where: string; readonly source: string };
}
