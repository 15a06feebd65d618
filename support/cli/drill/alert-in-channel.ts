import { createSlack } from "../../clients/slack";
import type { Environment } from "../../environment/schema";
import { InconclusiveError } from "../../errors";
import { contextOutsideChecks } from "../../model/check-context";

/**
 * Waits for the alert as people do, with a look at the channel.
 * @returns when it was read back, in Unix milliseconds; null: it did not come in time, or the channel could not be read.
 */
export async function awaitAlertInChannel(
  { slack, incident, name }: Environment,
  sinceMs: number,
  limitMs: number,
  signal: AbortSignal,
): Promise<number | null> {
  if (slack === undefined || incident === undefined) return null;
  const context = contextOutsideChecks(name, "drill", signal);
  try {
    const channel = createSlack({ ...slack, ...incident.alert }, context);
    const since = new Date(sinceMs).toISOString();
    const { message } = await channel.awaitAlert({ alertName: incident.alert.name, since, limitMs });
    return message === null ? null : Date.now();
  } catch (error) {
    if (error instanceof InconclusiveError) return null;
    throw error;
  }
}
