import getPort, { portNumbers } from "get-port";
import type { Track } from "./plan";

/** Below the range that Linux takes outgoing connections' ports from (32768 and up), so that none of them can be in the way. */
const FIRST_PORT = 10_240;
const LAST_PORT = 32_000;
/** A process starts looking at its own slice, so that two rehearsals that boot at once do not choose alike. */
const SLICE = 40;

/** The ports of one rehearsal, all on 127.0.0.1. */
export interface RehearsalPorts {
  readonly servers: Readonly<Record<Track, number>>;
  readonly metrics: Readonly<Record<Track, number>>;
  readonly balancer: number;
  /** HAProxy's runtime API. */
  readonly balancerRuntime: number;
  readonly balancerStats: number;
  /** The third server of the fault "third-backend-takes-traffic". */
  readonly other: number;
  readonly prometheus: number;
  readonly alertmanager: number;
  readonly redis: number;
  /** Where nothing listens. */
  readonly closed: number;
}

/** Free ports for one rehearsal. They are chosen before the servers start, because few of them can be asked which they took. */
export async function choosePorts(): Promise<RehearsalPorts> {
  return {
    servers: { canary: await freePort(), legacy: await freePort() },
    metrics: { canary: await freePort(), legacy: await freePort() },
    balancer: await freePort(),
    balancerRuntime: await freePort(),
    balancerStats: await freePort(),
    other: await freePort(),
    prometheus: await freePort(),
    alertmanager: await freePort(),
    redis: await freePort(),
    closed: await freePort(),
  };
}

/** A port that nothing listens on, given to no one else by this process for a while. */
export function freePort(): Promise<number> {
  const slices = Math.floor((LAST_PORT - FIRST_PORT) / SLICE);
  const start = FIRST_PORT + (process.pid % slices) * SLICE;
  return getPort({ host: "127.0.0.1", port: [...portNumbers(start, LAST_PORT), ...portNumbers(FIRST_PORT, start)] });
}
