import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { DRILL_TRAFFIC, drillParts, findDrill, restoreRouting, runTraffic } from "../../rehearsal/drills";
import { BACKEND } from "../../rehearsal/parts/haproxy";
import { TRACKS, type Track } from "../../rehearsal/plan";
import { PYTHON } from "../../rehearsal/programs";
import { givenText } from "../../support/clients/slack/announcement-message";
import { quiet } from "../rehearsal/drill-stage";
import * as probe from "../rehearsal/probes";
import { standingEnvironment, type StandingEnvironment } from "../rehearsal/standing-environment";

const DRILL = findDrill("high-error-rate");
const CRITICAL = "REHEARSAL_SLACK_CRITICAL_CHANNEL_ID";
/** Before the errors, requests come in for so long, as in a drill; and after a rollback, until its traces are scraped. */
const CALM_MS = 12_000;
const PAUSE_MS = 2_000;
const ALERT_DEADLINE_MS = 30_000;
const LOOK_MS = 100;

/** What the systems themselves tell of one incident, whatever the commands say of it. */
export interface Sight {
  /** Requests to roll back that the service has answered, by its access log. */
  readonly posts: number;
  /** The idempotency key of each rollback in the service's own ledger. */
  readonly keys: readonly string[];
  /** What was announced, oldest first. */
  readonly announcements: readonly string[];
  readonly weights: Readonly<Record<Track, number>>;
  /** PagerDuty's incidents that are not resolved. */
  readonly openIncidents: number;
}

/** An incident that stands: users' requests come in, the canary fails, and the alert has come. */
export interface FailingCanary {
  readonly environment: StandingEnvironment;
  /** Lets the canary fail anew, with nothing left of the incident before. @returns what its commands are to be given, and how to look at it. */
  fail(): Promise<Incident>;
  end(): Promise<void>;
}

/** One incident. */
export interface Incident {
  readonly variables: Readonly<Record<string, string>>;
  see(): Promise<Sight>;
}

/** Boots a rehearsal and lets users' requests come in. */
export async function failingCanary(): Promise<FailingCanary> {
  const environment = await standingEnvironment({ faults: [] });
  const { rehearsal } = environment;
  const over = new AbortController();
  const url = probe.variable(rehearsal, "REHEARSAL_BALANCER_URL");
  const traffic = runTraffic({ url, ...DRILL_TRAFFIC, signal: over.signal });
  return {
    environment,
    fail: () => fail(environment),
    end: async () => {
      over.abort();
      await traffic.ended;
      await environment.end();
    },
  };
}

async function fail(environment: StandingEnvironment): Promise<Incident> {
  const { rehearsal } = environment;
  const parts = drillParts(rehearsal);
  await DRILL.remove(parts);
  await restoreRouting(rehearsal);
  await quiet(rehearsal);
  await sleep(PAUSE_MS);
  const rolledOutAt = new Date().toISOString();
  await sleep(CALM_MS);
  const before = await lookAt(environment);
  const messages = (await environment.messagesIn(CRITICAL)).length;
  await DRILL.inject(parts);
  await awaitMessage(environment, messages);
  const see = async (): Promise<Sight> => since(before, await lookAt(environment));
  return { variables: { REHEARSAL_ROLLED_OUT_AT: rolledOutAt }, see };
}

async function awaitMessage(environment: StandingEnvironment, before: number): Promise<void> {
  const until = Date.now() + ALERT_DEADLINE_MS;
  while ((await environment.messagesIn(CRITICAL)).length === before) {
    if (Date.now() > until) throw new Error("The canary fails, and no alert has come to the channel.");
    await sleep(LOOK_MS);
  }
}

/** All that was ever seen. */
async function lookAt(environment: StandingEnvironment): Promise<Sight> {
  const { rehearsal } = environment;
  const [keys, messages, openIncidents, weights] = await Promise.all([
    keysOf(environment),
    environment.messagesIn(CRITICAL),
    openIncidentsOf(environment),
    Promise.all(TRACKS.map(async (track) => [track, await weightOf(environment, track)] as const)),
  ]);
  return {
    posts: postsIn(readFileSync(probe.variable(rehearsal, "REHEARSAL_LEGACY_LOG_FILE"), "utf8")),
    keys,
    announcements: messages
      .filter((text) => text.includes("Reference: canary-runbook"))
      .map((text) => givenText({ text }))
      .toReversed(),
    weights: Object.fromEntries(weights) as Record<Track, number>,
    openIncidents,
  };
}

function since(before: Sight, now: Sight): Sight {
  return {
    ...now,
    posts: now.posts - before.posts,
    keys: now.keys.slice(before.keys.length),
    announcements: now.announcements.slice(before.announcements.length),
  };
}

function postsIn(log: string): number {
  return log.split("\n").filter((line) => line.includes('"message": "POST /api/v2/canary/rollback ')).length;
}

/** The ledger is a table of the service's database; the service tells only of its newest line. */
async function keysOf({ rehearsal }: StandingEnvironment): Promise<string[]> {
  const query = "SELECT coalesce(idempotency_key, 'none') FROM rollbacks ORDER BY id";
  const program = `import json, sqlite3, sys; print(json.dumps([row[0] for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2])]))`;
  const database = join(probe.variable(rehearsal, "REHEARSAL_FOLDER"), "service.sqlite");
  const { stdout } = await promisify(execFile)(PYTHON, ["-c", program, database, query]);
  return z.array(z.string()).parse(JSON.parse(stdout));
}

async function weightOf({ rehearsal }: StandingEnvironment, track: Track): Promise<number> {
  const answer = await probe.askHaproxy(rehearsal, `get weight ${BACKEND}/${track}`);
  const weight = /^(\d+) \(initial \d+\)/.exec(answer.trim())?.[1];
  if (weight === undefined) throw new Error(`HAProxy does not tell the weight of ${track}: ${answer}`);
  return Number(weight);
}

const incidents = z.object({ incidents: z.array(z.unknown()) });

async function openIncidentsOf({ rehearsal }: StandingEnvironment): Promise<number> {
  const open = "statuses[]=triggered&statuses[]=acknowledged&date_range=all";
  const { body } = await probe.request(
    `${probe.variable(rehearsal, "REHEARSAL_PAGERDUTY_API_URL")}/incidents?${open}`,
    {
      headers: { authorization: `Token token=${probe.secret(rehearsal, "REHEARSAL_PAGERDUTY_API_TOKEN")}` },
    },
  );
  return incidents.parse(JSON.parse(body)).incidents.length;
}
