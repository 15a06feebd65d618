import { silenceCanary } from "../parts/alertmanager";
import type { Fault } from "./fault";

/** Faults in Prometheus, Alertmanager and Grafana (Day 3, infrastructure). */
export const MONITORING_FAULTS: readonly Fault[] = [
  {
    name: "target-down",
    sentence: "The legacy server serves its users but not its metrics.",
    changes: { "D3-I3": "failed" },
    plan: { legacyMetrics: "closed" },
  },
  {
    name: "target-missing-from-config",
    sentence: "Prometheus is not told to scrape the legacy server.",
    changes: { "D3-I3": "failed" },
    plan: { scrapedTracks: ["canary"] },
  },
  {
    name: "rule-broken",
    sentence: "An alert rule cannot be evaluated, so that it never fires.",
    changes: { "D3-I3": "failed" },
    plan: { alertRules: "failing" },
  },
  {
    name: "alert-silenced",
    sentence: "A forgotten silence hides the canary's alerts.",
    changes: { "D3-I3": "failed" },
    afterBoot: ({ alertmanagerUrl }) => silenceCanary(alertmanagerUrl),
  },
  {
    name: "prometheus-down",
    sentence: "Prometheus does not run; the dashboard has no data source.",
    changes: { "D3-I3": "inconclusive", "D3-I4": "inconclusive" },
    afterScrapes: ({ stopPart }) => stopPart("prometheus"),
  },
  {
    name: "dashboard-missing",
    sentence: "Grafana does not have the canary dashboard.",
    changes: { "D3-I4": "failed" },
    afterBoot: ({ standIns }) => standIns.grafana.removeDashboard(),
  },
  {
    name: "panel-error",
    sentence: "The dashboard's last panel has a broken query.",
    changes: { "D3-I4": "failed" },
    afterBoot: ({ standIns }) => standIns.grafana.breakPanel(),
  },
  {
    name: "panel-no-data",
    sentence: "The dashboard's last panel asks for a metric that does not exist.",
    changes: { "D3-I4": "failed" },
    afterBoot: ({ standIns }) => standIns.grafana.emptyPanel(),
  },
  {
    name: "grafana-login-wall",
    sentence: "Grafana sends everybody to its login page.",
    changes: { "D3-I4": "inconclusive" },
    afterBoot: ({ standIns }) => standIns.grafana.loginWall(),
  },
];
