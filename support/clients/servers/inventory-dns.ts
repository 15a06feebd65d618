import { lookup, Resolver } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import { beforeEnd, EndedError } from "../transport/deadline";
import type { ServerEntry } from "./server-entry";

/** DNS knows the servers: address records (A and AAAA) with a port of ours, or SRV records, which hold the port. */
export interface DnsInventory {
  readonly kind: "dns";
  readonly host: string;
  readonly record: "address" | "srv";
  readonly scheme: "http" | "https";
  /** For address records; left out: the scheme's own. */
  readonly port?: number | undefined;
  /** For SRV records: asked instead of the system's name servers, as "10.0.0.2:53". */
  readonly nameServers?: readonly string[] | undefined;
}

/** Codes with which DNS says that there is no such record: the inventory is then empty. */
const ABSENT: readonly string[] = ["ENOTFOUND", "ENODATA"];

/** One question to a name server, in ms. */
const QUESTION_TIMEOUT_MS = 2_000;

/**
 * Looks the servers up; a name without a record gives none.
 * @throws InconclusiveError unreachable when DNS cannot be asked, timed-out when it does not answer in time.
 */
export async function readAddresses(
  inventory: DnsInventory,
  context: CheckContext,
  signal: AbortSignal,
): Promise<readonly ServerEntry[]> {
  const read = inventory.record === "srv" ? readSrv(inventory) : readAddressRecords(inventory);
  try {
    return await beforeEnd(signal, read);
  } catch (error) {
    const code = codeOf(error);
    if (ABSENT.includes(code)) return [];
    throw new InconclusiveError(error instanceof EndedError || code === "ETIMEOUT" ? "timed-out" : "unreachable", [
      {
        what: `DNS does not tell the servers of ${inventory.host} (${code}).`,
        where: `servers.inventory, DNS name ${inventory.host}, environment ${context.environment}`,
        why: "Probably the name server is not reached from here, or does not answer.",
        fix: "Look the name up by hand on this machine; correct its DNS settings or servers.inventory.host.",
      },
    ]);
  }
}

async function readAddressRecords({ host, scheme, port }: DnsInventory): Promise<readonly ServerEntry[]> {
  const suffix = port === undefined ? "" : `:${port}`;
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => ({
    url: `${scheme}://${isIPv6(address) ? `[${address}]` : address}${suffix}`,
    host: `${host}${suffix}`,
  }));
}

async function readSrv({ host, scheme, nameServers }: DnsInventory): Promise<readonly ServerEntry[]> {
  const resolver = new Resolver({ timeout: QUESTION_TIMEOUT_MS, tries: 2 });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  const found = await resolver.resolveSrv(host);
  return found.filter(({ name }) => name !== "").map(({ name, port }) => ({ url: `${scheme}://${name}:${port}` }));
}

function codeOf(error: unknown): string {
  if (error instanceof EndedError) return "no answer in time";
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "no code";
}
