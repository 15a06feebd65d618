import { InconclusiveError } from "../errors";
import type { CheckContext } from "../model/check-context";
import type { ServerHealth } from "../model/readings/server-health";
import { openDispatchers } from "./servers/dispatchers";
import { askFleet, type Asking } from "./servers/fleet";
import { healthEvidence } from "./servers/health-evidence";
import { readInventory, type Inventory, type Server } from "./servers/inventory";
import { pointerReader } from "./servers/json-pointer";
import type { Probed } from "./servers/probe";
import type { Connection } from "./transport/connection";
import { LONGEST_DEADLINE_MS } from "./transport/create-http-transport";
import { credentialsOf } from "./transport/credentials";
import { EndedError, startDeadline, type Deadline } from "./transport/deadline";
import { lowerCase } from "./transport/request";

/** The production servers: which there are, and how their health is asked. */
export interface ServersOptions {
  readonly inventory: Inventory;
  readonly health: {
    /** Appended to each server's address: "/health"; "" where the addresses are those of the endpoints. */
    readonly path: string;
    /** JSON pointers to the status word and to the version: "/status", "/build/version". */
    readonly statusPointer: string;
    readonly versionPointer: string;
    /** Versions that a server without its own may have. */
    readonly versions: readonly string[];
    /** Of an answer with another status word, the whole text is kept as evidence. */
    readonly okStatus?: string | undefined;
  };
  /** `timeoutMs` is for one server, `deadlineMs` for all together; `retries` has no part: no answer is asked once more. */
  readonly connection: Omit<Connection, "baseUrl">;
  /** How many servers are asked at once; 50 unless said. */
  readonly concurrency?: number | undefined;
  /** Fewer servers than this are not the whole fleet; 1 unless said. */
  readonly atLeast?: number | undefined;
}

/** The production servers. */
export interface Servers {
  /**
   * Which servers there are.
   * @throws InconclusiveError no-data when there are none; see `readInventory`.
   */
  inventory(): Promise<readonly Server[]>;
  /**
   * Asks every server for its health, all within one deadline; who gives no answer is asked once more.
   * @throws InconclusiveError as `inventory`; unauthorised when there is no token to ask with.
   */
  askAllHealth(): Promise<readonly ServerHealth[]>;
}

/** The servers of an environment, for one check. Made for up to 10,000 of them. */
export function createServers(options: ServersOptions, context: CheckContext): Servers {
  const withDeadline = async <T>(work: (total: Deadline) => Promise<T>): Promise<T> => {
    const total = startDeadline(Math.min(options.connection.deadlineMs, LONGEST_DEADLINE_MS), [context.signal]);
    try {
      return await work(total);
    } finally {
      total.release();
    }
  };
  const inventory = (total: Deadline): Promise<readonly Server[]> =>
    readInventory(
      {
        inventory: options.inventory,
        healthPath: options.health.path,
        versions: options.health.versions,
        atLeast: options.atLeast ?? 1,
      },
      context,
      total.signal,
    );
  return {
    inventory: () => withDeadline(inventory),
    askAllHealth: () => withDeadline(async (total) => askServers(await inventory(total), options, context, total)),
  };
}

async function askServers(
  servers: readonly Server[],
  { health, connection, concurrency = 50 }: ServersOptions,
  context: CheckContext,
  total: Deadline,
): Promise<readonly ServerHealth[]> {
  const startedAt = new Date().toISOString();
  const headers = await headersOf(connection, context, total);
  const dispatchers = await openDispatchers(servers, connection, concurrency);
  try {
    const probed = await askTwice(servers, {
      dispatchers,
      headers,
      concurrency,
      reader: { status: pointerReader(health.statusPointer), version: pointerReader(health.versionPointer) },
      timeoutMs: connection.timeoutMs,
      total,
    });
    const durationMs = total.durationMs - total.remainingMs();
    await context.evidence.keep(healthEvidence(connection.system, probed, health.okStatus, startedAt, durationMs));
    return probed.map(({ health: reading }) => reading);
  } finally {
    await dispatchers.close();
  }
}

/** Asks all servers, then those that gave no answer once more; the second answer counts. */
async function askTwice(servers: readonly Server[], asking: Asking): Promise<readonly Probed[]> {
  const first = await askFleet(servers, asking);
  const silent = servers.flatMap((server, index) => (isSilent(first[index]) ? [{ server, index }] : []));
  if (silent.length === 0 || asking.total.signal.aborted) return first;
  const second = await askFleet(
    silent.map(({ server }) => server),
    asking,
  );
  const probed = [...first];
  silent.forEach(({ index }, place) => {
    const again = second[place];
    if (again !== undefined) probed[index] = again;
  });
  return probed;
}

function isSilent(probed: Probed | undefined): boolean {
  return probed?.health.answer.kind !== "answered";
}

async function headersOf(
  connection: ServersOptions["connection"],
  context: CheckContext,
  total: Deadline,
): Promise<readonly string[]> {
  const own = { accept: "application/json", "user-agent": "canary-runbook", ...lowerCase(connection.headers) };
  try {
    const credentials = await credentialsOf(connection, context, total.signal);
    return Object.entries({ ...own, ...credentials.headers }).flat();
  } catch (error) {
    if (!(error instanceof EndedError)) throw error;
    throw new InconclusiveError("timed-out", [
      {
        what: `There was no token to ask ${connection.system} with in time.`,
        where: `auth of ${connection.system} in the environment file, environment ${context.environment}`,
        why: "The command or the file that gives the token hangs.",
        fix: "Run the command by hand; raise deadlineSeconds if it rightly needs longer.",
      },
    ]);
  }
}
