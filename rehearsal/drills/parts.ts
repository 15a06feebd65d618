import { join } from "node:path";
import { ALERTMANAGER_FILE } from "../parts/alertmanager";
import { BACKEND, runtimeCommand } from "../parts/haproxy";
import { HEALTHY_PLAN, TRACKS, type Track } from "../plan";
import { endByHand, raiseByHand, setWebhook } from "./alertmanager-trouble";
import type { DrillParts, Trouble } from "./drill";
import { bringRedisBack, takeRedisAway } from "./redis-away";

const REQUEST_DEADLINE_MS = 10_000;

/** What is known of a running rehearsal: what its boot gives. */
export interface RunningRehearsal {
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What a drill can reach of this rehearsal. @throws Error where a variable or a secret is missing. */
export function drillParts({ variables, secrets }: RunningRehearsal): DrillParts {
  const variable = (name: string): string => valueOf(variables, name);
  const instances: Readonly<Record<Track, string>> = {
    canary: variable("REHEARSAL_CANARY_URL"),
    legacy: variable("REHEARSAL_LEGACY_URL"),
  };
  const alertmanager = variable("REHEARSAL_ALERTMANAGER_URL");
  const configuration = join(variable("REHEARSAL_FOLDER"), ALERTMANAGER_FILE);
  const redis = {
    port: Number(new URL(variable("REHEARSAL_REDIS_URL")).port),
    password: valueOf(secrets, "REHEARSAL_REDIS_PASSWORD"),
  };
  return {
    putTrouble: (track, path, trouble) => setTrouble(instances[track], path, trouble),
    endTrouble: (track, path) => setTrouble(instances[track], path, {}),
    takeCacheAway: () => takeRedisAway(redis),
    bringCacheBack: () => bringRedisBack(redis),
    breakWebhook: () => setWebhook(alertmanager, configuration, "broken"),
    mendWebhook: () => setWebhook(alertmanager, configuration, "sound"),
    raiseAlert: () => raiseByHand(alertmanager),
    endAlert: () => endByHand(alertmanager),
  };
}

/**
 * Gives both tracks the traffic again that they had before a rollback. The canary first: legacy has traffic all the time.
 * @throws Error where the balancer refuses.
 */
export async function restoreRouting({ variables }: Pick<RunningRehearsal, "variables">): Promise<void> {
  const port = Number(valueOf(variables, "REHEARSAL_HAPROXY_SOCKET").split(":").at(-1));
  for (const track of TRACKS) {
    const answer = await runtimeCommand(port, `set server ${BACKEND}/${track} weight ${HEALTHY_PLAN.weights[track]}`);
    if (answer.trim() !== "") throw new Error(`HAProxy refused the weight of ${track}: ${answer.trim()}`);
  }
}

async function setTrouble(instance: string, path: string, { errorShare = 0, manner }: Trouble): Promise<void> {
  const response = await fetch(`${instance}/chaos`, {
    method: "POST",
    // A kept connection may be closed by the service just when it is used again.
    headers: { "content-type": "application/json", connection: "close" },
    body: JSON.stringify({ path, error_share: errorShare, ...(manner !== undefined && { manner }) }),
    signal: AbortSignal.timeout(REQUEST_DEADLINE_MS),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`The service refused trouble on ${path}: ${response.status} ${answer}`);
}

function valueOf(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`The rehearsal was booted without ${name}, which a drill needs.`);
  return value;
}
