import { connect } from "node:net";
import { once } from "node:events";
import { findProgram } from "../programs";
import type { RehearsalPlan } from "../plan";
import type { Site } from "../site";

/** How long Redis may take to answer the first question. */
const ANSWER_DEADLINE_MS = 1_000;

/** A slow load: this many keys, at KEY_LOAD_DELAY each, so that it outlasts any run. */
const SLOW_KEYS = 18_000;
const KEY_LOAD_DELAY_US = 100_000;
/** Redis lets clients in once in so many bytes loaded; a key is a little larger, so after each key. */
const EVENTS_INTERVAL_BYTES = 1_024;

/** Redis's configuration for a state of the cache. */
export function redisConfiguration(
  cache: RehearsalPlan["cache"],
  port: number,
  closedPort: number,
  password: string,
): string {
  const lines = [`bind 127.0.0.1`, `port ${port}`, `save ""`, `requirepass ${password}`];
  if (cache === "read-only") lines.push(`replicaof 127.0.0.1 ${closedPort}`, "replica-read-only yes");
  if (cache === "loading") {
    lines.push("dbfilename slow.rdb", `key-load-delay ${KEY_LOAD_DELAY_US}`);
    lines.push(`loading-process-events-interval-bytes ${EVENTS_INTERVAL_BYTES}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Starts Redis in the state that the plan wants, unless it wants none; ready when it answers anything. */
export async function startRedis(
  site: Site,
  cache: RehearsalPlan["cache"],
  port: number,
  closedPort: number,
  password: string,
): Promise<void> {
  if (cache === "absent") return;
  if (cache === "loading") site.write("redis/slow.rdb", slowDatabase());
  const configuration = site.write("redis/redis.conf", redisConfiguration(cache, port, closedPort, password));
  await site.start(
    {
      name: "redis",
      program: findProgram("redis-server") ?? "redis-server",
      args: [configuration],
      folder: site.path("redis"),
    },
    () => answersAnything(port),
  );
}

/** Whether Redis answers a PING, be it with PONG, with "log in first" or with "still loading". */
async function answersAnything(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    socket.write("PING\r\n");
    const data: unknown[] = await once(socket, "data", { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) });
    const answer = data[0];
    return Buffer.isBuffer(answer) && /^[+-]/.test(answer.toString("latin1"));
  } finally {
    socket.destroy();
  }
}

/** A database file in Redis's own format (RDB version 9, without checksum): strings of about a kilobyte. */
function slowDatabase(): Buffer {
  const value = Buffer.alloc(EVENTS_INTERVAL_BYTES, "x");
  const entries = Array.from({ length: SLOW_KEYS }, (_, index) =>
    Buffer.concat([Buffer.of(0), rdbString(Buffer.from(`item:${index}`)), rdbString(value)]),
  );
  return Buffer.concat([Buffer.from("REDIS0009"), Buffer.of(0xfe, 0), ...entries, Buffer.of(0xff), Buffer.alloc(8)]);
}

/** A string with its length before it: 6 bits, or 14 bits marked by 01. */
function rdbString(content: Buffer): Buffer {
  const { length } = content;
  const prefix = length < 64 ? Buffer.of(length) : Buffer.of(0x40 | (length >> 8), length & 0xff);
  return Buffer.concat([prefix, content]);
}
