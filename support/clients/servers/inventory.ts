import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import { readAddresses, type DnsInventory } from "./inventory-dns";
import { readInventoryFile, type FileInventory } from "./inventory-file";
import { readTargets, type PrometheusInventory } from "./inventory-prometheus";
import type { ServerEntry } from "./server-entry";

/** Servers that stand in the environment file. */
export interface ListInventory {
  readonly kind: "list";
  readonly servers: readonly ServerEntry[];
}

/** Where the list of servers comes from. */
export type Inventory = ListInventory | FileInventory | DnsInventory | PrometheusInventory;

/** One server of the fleet. */
export interface Server {
  readonly name: string;
  /** Its health endpoint in full. */
  readonly url: string;
  /** Any of them is right. */
  readonly expectedVersions: readonly string[];
  /** What goes into the Host header and into TLS instead of the address; null: the address itself. */
  readonly host: string | null;
}

/** What makes servers of the entries. */
export interface FleetOptions {
  readonly inventory: Inventory;
  readonly healthPath: string;
  readonly versions: readonly string[];
  /** Fewer servers than this: the inventory is not whole. */
  readonly atLeast: number;
}

/**
 * Reads the inventory; a server that it names twice counts once.
 * @throws InconclusiveError no-data when it is empty or cannot be read, partial-coverage when it has fewer servers than
 *   `atLeast`, unreachable, timed-out or unauthorised when DNS or Prometheus does not tell.
 */
export async function readInventory(
  options: FleetOptions,
  context: CheckContext,
  signal: AbortSignal,
): Promise<readonly Server[]> {
  const entries = await readEntries(options.inventory, context, signal);
  const servers = new Map<string, Server>();
  for (const entry of entries) {
    const server = toServer(entry, options);
    if (!servers.has(server.url)) servers.set(server.url, server);
  }
  if (servers.size < options.atLeast) throw tooFew(servers.size, options, context);
  return [...servers.values()];
}

function readEntries(
  inventory: Inventory,
  context: CheckContext,
  signal: AbortSignal,
): readonly ServerEntry[] | Promise<readonly ServerEntry[]> {
  switch (inventory.kind) {
    case "list":
      return inventory.servers;
    case "file":
      return readInventoryFile(inventory, context);
    case "dns":
      return readAddresses(inventory, context, signal);
    case "prometheus":
      return readTargets(inventory, context, signal);
  }
}

function toServer(entry: ServerEntry, { healthPath, versions }: FleetOptions): Server {
  const url = new URL(entry.url.replace(/\/+$/, "") + healthPath);
  return {
    name: entry.name ?? url.host,
    url: url.href,
    expectedVersions: entry.versions ?? versions,
    host: entry.host ?? null,
  };
}

function tooFew(count: number, { inventory, atLeast }: FleetOptions, { environment }: CheckContext): InconclusiveError {
  const isEmpty = count === 0;
  return new InconclusiveError(isEmpty ? "no-data" : "partial-coverage", [
    {
      what: isEmpty
        ? "The inventory names no server, so none is known to be healthy."
        : `The inventory names ${count} of at least ${atLeast} servers.`,
      where: `${placeOf(inventory)}, environment ${environment}`,
      why: "Probably servers are not registered there, or the place is another.",
      fix: "Register the servers, or correct servers.inventory in the environment file.",
    },
  ]);
}

function placeOf(inventory: Inventory): string {
  switch (inventory.kind) {
    case "list":
      return "servers.inventory.servers";
    case "file":
      return `servers.inventory, file ${inventory.path}`;
    case "dns":
      return `servers.inventory, DNS name ${inventory.host}`;
    case "prometheus":
      return `servers.inventory, Prometheus job ${inventory.job}`;
  }
}
