import { stringify } from "yaml";
import { findProgram } from "../programs";
import type { Site } from "../site";
import { answersOk } from "../wait";

/** How long the silence of the fault "alert-silenced" lasts. */
const SILENCE_MS = 3_600_000;
const REQUEST_DEADLINE_MS = 2_000;

/** Alertmanager's configuration: critical alerts go to Slack at once, everything else nowhere. */
export function alertmanagerConfiguration(slackWebhookUrl: string): string {
  return stringify({
    route: {
      receiver: "nobody",
      group_by: ["alertname", "track"],
      group_wait: "0s",
      group_interval: "1s",
      repeat_interval: "1h",
      routes: [{ matchers: ['severity="critical"'], receiver: "phase4-critical" }],
    },
    receivers: [
      { name: "nobody" },
      {
        name: "phase4-critical",
        slack_configs: [
          {
            api_url: slackWebhookUrl,
            channel: "#phase4-critical",
            send_resolved: true,
            title: "{{ .Status | toUpper }}: {{ .CommonLabels.alertname }}",
            text: "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ end }}",
          },
        ],
      },
    ],
  });
}

/** Starts Alertmanager alone, without a cluster: with one it binds a port on all addresses. */
export async function startAlertmanager(site: Site, port: number, slackWebhookUrl: string): Promise<void> {
  const configuration = site.write("alertmanager.yaml", alertmanagerConfiguration(slackWebhookUrl));
  await site.start(
    {
      name: "alertmanager",
      program: findProgram("prometheus-alertmanager", "alertmanager") ?? "prometheus-alertmanager",
      args: [
        `--config.file=${configuration}`,
        `--storage.path=${site.path("alertmanager")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        "--cluster.listen-address=",
      ],
    },
    () => answersOk(`http://127.0.0.1:${port}/-/ready`),
  );
}

/** Silences every alert about the canary for an hour. */
export async function silenceCanary(alertmanagerUrl: string): Promise<void> {
  const response = await fetch(`${alertmanagerUrl}/api/v2/silences`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      matchers: [{ name: "track", value: "canary", isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + SILENCE_MS).toISOString(),
      createdBy: "rehearsal",
      comment: "Forgotten after last week's maintenance",
    }),
    signal: AbortSignal.timeout(REQUEST_DEADLINE_MS),
  });
  if (!response.ok) throw new Error(`Alertmanager refused the silence: ${response.status} ${await response.text()}`);
}
