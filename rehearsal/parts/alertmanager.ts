import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { findProgram } from "../programs";
import type { Site } from "../site";
import { answersOk } from "../wait";

/** The configuration that is shipped for a real Alertmanager. */
const SHIPPED = join(__dirname, "..", "..", "deploy", "prometheus", "alertmanager.yaml");

/** Its name in the rehearsal's data folder. */
export const ALERTMANAGER_FILE = "alertmanager.yaml";

/** So soon a group is told of anew: what is over, or has come to it. In production a minute. */
export const GROUP_INTERVAL_MS = 1_000;

/** How long the silence of the fault "alert-silenced" lasts. */
const SILENCE_MS = 3_600_000;
const REQUEST_DEADLINE_MS = 2_000;

const slackConfiguration = z.looseObject({ api_url_file: z.string().optional(), api_url: z.string().optional() });
const configuration = z.looseObject({
  route: z.looseObject({ routes: z.array(z.looseObject({ receiver: z.string() })).min(1) }),
  receivers: z.array(z.looseObject({ name: z.string(), slack_configs: z.array(slackConfiguration).optional() })),
});

/** The shipped configuration with the rehearsal's Slack and a short interval; everything else is production's. */
export function alertmanagerConfiguration(slackWebhookUrl: string): string {
  const { route, ...rest } = configuration.parse(parse(readFileSync(SHIPPED, "utf8")));
  const routes = route.routes.map((one) => ({ ...one, group_interval: `${GROUP_INTERVAL_MS}ms` }));
  return withWebhook(stringify({ route: { ...route, routes }, ...rest }), () => slackWebhookUrl);
}

/** A configuration with another Slack webhook, made from the one that it has; "" where that stands in a file. */
export function withWebhook(yaml: string, webhookFor: (present: string) => string): string {
  const { receivers, ...rest } = configuration.parse(parse(yaml));
  const told = receivers.map(({ slack_configs, ...receiver }) => ({
    ...receiver,
    ...(slack_configs !== undefined && {
      slack_configs: slack_configs.map(({ api_url_file: _file, api_url = "", ...slack }) => ({
        api_url: webhookFor(api_url),
        ...slack,
      })),
    }),
  }));
  return stringify({ ...rest, receivers: told }, { lineWidth: 0 });
}

/** Starts Alertmanager alone, without a cluster: with one it binds a port on all addresses. */
export async function startAlertmanager(site: Site, port: number, slackWebhookUrl: string): Promise<void> {
  const configuration = site.write(ALERTMANAGER_FILE, alertmanagerConfiguration(slackWebhookUrl));
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
