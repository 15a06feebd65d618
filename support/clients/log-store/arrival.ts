import type { CheckContext } from "../../model/check-context";
import type { LogArrival } from "../../model/readings/log-arrival";
import type { Connection } from "../transport/connection";
import { pause } from "../transport/deadline";
import type { HttpTransport } from "../transport/http-transport";
import { waitUntil } from "../waiting";
import type { LogHit, WrittenMarker } from "./log-store";

/** How long after the first hit a second one would still be seen, in ms. */
const SETTLE_MS = 1_000;

/** What all kinds of log stores have in common when they wait for a line. */
export interface Search {
  /** For people: "Elasticsearch". */
  readonly store: string;
  /** What is searched, behind the system's own address: "index logs-phase4-*". */
  readonly place: string;
  readonly connection: Connection;
  readonly expectedFields: Readonly<Record<string, string>>;
  /** All lines with the marker at this moment. */
  readonly find: (transport: HttpTransport, signal: AbortSignal) => Promise<readonly LogHit[]>;
}

/** Waits for the first hit, lets the store settle, and searches once more: the reading holds what is there then. */
export async function awaitArrival(
  search: Search,
  written: WrittenMarker,
  withinMs: number,
  context: CheckContext,
): Promise<LogArrival> {
  const { store, place, connection, expectedFields, find } = search;
  const awaited = `the marked line in ${store}`;
  const writtenAtMs = Date.parse(written.writtenAt);
  const hasHits = (hits: readonly LogHit[]) => hits.length > 0;
  const first = await waitUntil(connection, context, { awaited, read: find, isEnough: hasHits, withinMs });
  const seenMs = Date.now() - writtenAtMs;
  return {
    store,
    where: `${store}, ${connection.baseUrl}, ${place}, environment ${context.environment}`,
    ...written,
    hits: first.isEnough ? await settledHits(search, context) : [],
    delayMs: first.isEnough ? seenMs : null,
    waitedMs: first.isEnough ? seenMs : Math.max(seenMs, first.waitedMs),
    expectedFields,
  };
}

async function settledHits({ store, connection, find }: Search, context: CheckContext): Promise<readonly LogHit[]> {
  await pause(Math.max(SETTLE_MS, connection.pollMs), context.signal);
  const awaited = `the marked line in ${store} to stay`;
  const again = { awaited, read: find, isEnough: (hits: readonly LogHit[]) => hits.length > 0 };
  return (await waitUntil(connection, context, again)).value;
}
