import type * as redisModule from "redis";
import type { Tls } from "../transport/connection";
import { readTls } from "../transport/agents";
import { beforeEnd, EndedError, type Deadline } from "../transport/deadline";

/** Where a Redis server is and who asks. */
export interface CacheConnection {
  /** redis://host:port/database, or rediss:// with TLS; without user and password. */
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly tls: Tls;
  /** Version of its protocol (RESP). */
  readonly protocol: 2 | 3;
  /** For connecting and for each command, in ms. */
  readonly timeoutMs: number;
}

/** What came of one command: its answer as text, the server's own refusal with its first word, or no answer. */
export type CacheAnswer =
  | { readonly kind: "answered"; readonly text: string }
  | { readonly kind: "refused"; readonly word: string; readonly words: string }
  | { readonly kind: "no-answer"; readonly why: string };

/** One open connection. */
export interface CacheSession {
  ask(...command: readonly [string, ...string[]]): Promise<CacheAnswer>;
  /** All that was asked so far, and what came of it. */
  readonly talk: readonly { readonly command: string; readonly answer: CacheAnswer }[];
  close(): void;
}

type Redis = typeof redisModule;

const TIMEOUTS = ["ConnectionTimeoutError", "SocketTimeoutError", "TimeoutError"] as const;
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name could not be looked up",
};

/**
 * Connects once; a server that takes the connection but refuses the greeting or the credentials has answered: each
 * command is then answered with that refusal. `problem` says why there is no session.
 * @throws InconclusiveError where a TLS file cannot be read.
 */
export async function openSession(
  connection: CacheConnection,
  deadline: Deadline,
): Promise<
  { readonly session: CacheSession; readonly problem: null } | { readonly session: null; readonly problem: string }
> {
  const redis = await import("redis");
  const client = await makeClient(connection, redis);
  const answerTo = async (work: Promise<unknown>): Promise<CacheAnswer> => {
    try {
      return { kind: "answered", text: String(await beforeEnd(deadline.signal, work)) };
    } catch (error) {
      if (error instanceof redis.ErrorReply)
        return { kind: "refused", word: firstWord(error.message), words: error.message };
      return { kind: "no-answer", why: reasonOf(error, redis, connection) };
    }
  };
  const greeting = await answerTo(client.connect());
  if (greeting.kind === "no-answer") {
    client.destroy();
    return { session: null, problem: greeting.why };
  }
  const talk: { readonly command: string; readonly answer: CacheAnswer }[] = [];
  const session: CacheSession = {
    talk,
    ask: async (...command) => {
      const answer = greeting.kind === "refused" ? greeting : await answerTo(client.sendCommand(command));
      talk.push({ command: command.join(" "), answer });
      return answer;
    },
    close: () => client.destroy(),
  };
  return { session, problem: null };
}

async function makeClient({ url, user, password, tls, protocol, timeoutMs }: CacheConnection, { createClient }: Redis) {
  // Never connect again by itself and never queue: a dead server must be seen to be dead, at once.
  const times = { connectTimeout: timeoutMs, socketTimeout: timeoutMs, reconnectStrategy: false as const };
  const isTls = new URL(url).protocol === "rediss:";
  const client = createClient({
    url,
    ...(user !== undefined && { username: user }),
    ...(password !== undefined && { password }),
    RESP: protocol,
    socket: isTls ? { ...times, tls: true as const, ...(await readTls("the cache server", tls)) } : times,
    commandOptions: { timeout: timeoutMs },
    disableOfflineQueue: true,
  });
  // Without a listener an error would end the process; each command reports it anyway.
  client.on("error", () => undefined);
  return client;
}

function firstWord(message: string): string {
  return message.split(/\s/, 1).join("");
}

function reasonOf(error: unknown, redis: Redis, { timeoutMs }: CacheConnection): string {
  if (error instanceof EndedError) return "none within the check's deadline";
  if (TIMEOUTS.some((name) => error instanceof redis[name])) return `no answer within ${timeoutMs} ms`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (code === "" ? "the connection was cut off" : code);
}
