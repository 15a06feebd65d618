import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { GROUP_INTERVAL_MS, withWebhook } from "../parts/alertmanager";

const REQUEST_DEADLINE_MS = 10_000;
/** An alert of Prometheus's is over with its rule's window, some seconds after the last error. */
const OVER_DEADLINE_MS = 60_000;
const POLL_MS = 100;
/** How long an alert that was raised by hand stands, unless somebody ends it. */
const ALERT_MS = 3_600_000;

/** What the last part of a webhook's address is followed by while it is broken. */
const BROKEN = "-withdrawn";

/** The alert of the rule for a high error rate, with the rule's own labels: Alertmanager cannot tell the two apart. */
const ALERT = { alertname: "Phase4CanaryErrorRateHigh", severity: "critical", service: "phase4", track: "canary" };

/** Has Alertmanager post to an address that Slack does not know any more, or to the right one again. */
export async function setWebhook(url: string, file: string, state: "broken" | "sound"): Promise<void> {
  const present = await readFile(file, "utf8");
  const wanted = withWebhook(present, (address) => address.replace(BROKEN, "") + (state === "broken" ? BROKEN : ""));
  await writeFile(file, wanted, { mode: 0o600 });
  await post(`${url}/-/reload`, "");
}

/**
 * Raises the alert by hand, as `amtool alert add` does. An earlier one has to be over, and told to be over: to
 * Alertmanager it is the same alert, and one that comes back before its end was told is not told again.
 */
export async function raiseByHand(url: string): Promise<void> {
  const deadline = Date.now() + OVER_DEADLINE_MS;
  while (await stands(url)) {
    if (Date.now() > deadline)
      throw new Error(`The alert ${ALERT.alertname} stands already, and would not be told anew: take its cause away.`);
    await sleep(POLL_MS);
  }
  await sleep(2 * GROUP_INTERVAL_MS);
  const annotations = { summary: "Raised by hand: the canary feels slow to me." };
  await postAlert(url, { labels: ALERT, annotations, endsAt: new Date(Date.now() + ALERT_MS).toISOString() });
}

/** Ends what was raised by hand; where nothing was, nothing happens. */
export async function endByHand(url: string): Promise<void> {
  if (await stands(url)) await postAlert(url, { labels: ALERT, endsAt: new Date().toISOString() });
}

const alerts = z.array(z.unknown());

/** Whether the alert is neither unknown to Alertmanager nor over. */
async function stands(url: string): Promise<boolean> {
  const filter = Object.entries(ALERT).map(([name, value]) => `filter=${encodeURIComponent(`${name}="${value}"`)}`);
  const response = await fetch(`${url}/api/v2/alerts?${filter.join("&")}`, {
    signal: AbortSignal.timeout(REQUEST_DEADLINE_MS),
  });
  return alerts.parse(await response.json()).length > 0;
}

function postAlert(url: string, alert: object): Promise<void> {
  return post(`${url}/api/v2/alerts`, JSON.stringify([alert]));
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal: AbortSignal.timeout(REQUEST_DEADLINE_MS),
  });
  const answer = await response.text();
  if (!response.ok)
    throw new Error(`Alertmanager refused ${new URL(url).pathname}: ${response.status} ${answer.trim()}`);
}
