import type { CheckContext } from "../model/check-context";
import type { CacheState } from "../model/readings/cache-state";
import { openSession, type CacheConnection, type CacheSession } from "./cache/session";
import { interruptedError } from "./process/interrupted-error";
import { startDeadline, type Deadline } from "./transport/deadline";

/** Where the cache server is, and what may be done to it. */
export interface CacheOptions extends CacheConnection {
  /** For connecting, asking again and the marker together, in ms. */
  readonly deadlineMs: number;
  /** Whether a marker may be written; it is gone within a minute even where deleting it fails. */
  readonly mayWriteMarker: boolean;
}

/** The cache server, in the runbook's words. */
export interface Cache {
  /**
   * Sends PING with the configured credentials, asks for its role and whether it is loading, and writes, reads and
   * deletes a marker. A server that gives no answer is asked once more.
   * @throws InconclusiveError where the check was interrupted, or a TLS file cannot be read.
   */
  askReadiness(): Promise<CacheState>;
}

const MARKER_SECONDS = 60;

/** A client of one cache server. Source: Redis's commands PING, INFO, SET, GET, DEL. */
export function createCache(options: CacheOptions, context: CheckContext): Cache {
  const readOnce = async (deadline: Deadline): Promise<CacheState> => {
    const { session, problem } = await openSession(options, deadline);
    if (session === null) return { kind: "no-answer", where: whereOf(options), why: problem };
    try {
      return await readWith(session, options, context);
    } finally {
      await keepTalk(session, options, context);
      session.close();
    }
  };
  return {
    askReadiness: async () => {
      const deadline = startDeadline(options.deadlineMs, [context.signal]);
      try {
        const first = await readOnce(deadline);
        const state = first.kind === "answered" || deadline.endedBy() !== null ? first : await readOnce(deadline);
        if (context.signal.aborted) throw interruptedError("the cache server", whereOf(options), context);
        return state;
      } finally {
        deadline.release();
      }
    },
  };
}

async function readWith(session: CacheSession, options: CacheOptions, context: CheckContext): Promise<CacheState> {
  const askedAt = performance.now();
  const ping = await session.ask("PING");
  const latencyMs = Math.round(performance.now() - askedAt);
  if (ping.kind === "no-answer") return { kind: "no-answer", where: whereOf(options), why: ping.why };
  const replication = await session.ask("INFO", "replication");
  const persistence = await session.ask("INFO", "persistence");
  const loading = infoField(replyText(persistence), "loading");
  return {
    kind: "answered",
    where: whereOf(options),
    ping: ping.kind === "refused" ? ping.word : ping.text,
    role: roleWord(infoField(replyText(replication), "role")),
    isLoading: loading === null ? null : loading !== "0",
    marker: await tryMarker(session, options, context, ping.kind === "refused" ? ping.words : null),
    latencyMs,
  };
}

type Marker = Extract<CacheState, { kind: "answered" }>["marker"];

async function tryMarker(
  session: CacheSession,
  options: CacheOptions,
  context: CheckContext,
  refusal: string | null,
): Promise<Marker> {
  if (refusal !== null) return { problem: `not tried: PING was answered with "${refusal}"` };
  if (!options.mayWriteMarker) return { problem: "not tried: the environment does not permit it" };
  const key = `canary-runbook:marker:${context.runId}:${context.checkId}`;
  let isDeleted = false;
  context.undo.declare(`delete the marker ${key} from the cache server`, async () => {
    if (!isDeleted) await deleteMarker(key, options);
  });
  const set = await session.ask("SET", key, context.runId, "EX", String(MARKER_SECONDS));
  if (set.kind !== "answered") return { problem: wordsOf(set, "writing") };
  const get = await session.ask("GET", key);
  const del = await session.ask("DEL", key);
  if (get.kind !== "answered") return { problem: wordsOf(get, "reading") };
  if (del.kind !== "answered") return { problem: wordsOf(del, "deleting") };
  isDeleted = true;
  if (get.text !== context.runId) return { problem: "what was read back is not what was written" };
  return del.text === "1" ? "done" : { problem: "the marker was gone before it was deleted" };
}

async function deleteMarker(key: string, options: CacheOptions): Promise<void> {
  const deadline = startDeadline(options.timeoutMs * 2, []);
  const { session, problem } = await openSession(options, deadline);
  if (session === null)
    throw new Error(`The marker ${key} is not deleted: ${problem}. It ends by itself within a minute.`);
  const del = await session.ask("DEL", key);
  session.close();
  deadline.release();
  if (del.kind !== "answered") throw new Error(`The marker ${key} is not deleted: ${wordsOf(del, "deleting")}.`);
}

type Answer = Awaited<ReturnType<CacheSession["ask"]>>;

function wordsOf(answer: Exclude<Answer, { kind: "answered" }>, doing: string): string {
  return answer.kind === "refused" ? answer.words : `no answer while ${doing} it: ${answer.why}`;
}

function replyText(answer: Answer): string {
  return answer.kind === "answered" ? answer.text : "";
}

/** A field of INFO's answer, which has a line "name:value" for each. */
function infoField(info: string, name: string): string | null {
  const line = info.split(/\r?\n/).find((one) => one.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? null;
}

function roleWord(role: string | null): string | null {
  return role === "slave" ? "replica" : role;
}

function whereOf({ url }: CacheConnection): string {
  return url;
}

async function keepTalk(session: CacheSession, options: CacheOptions, { evidence }: CheckContext): Promise<void> {
  await evidence.keep({
    title: "Cache server: commands and answers",
    mediaType: "application/json",
    content: JSON.stringify({ server: whereOf(options), talk: session.talk }, null, 2),
  });
}
