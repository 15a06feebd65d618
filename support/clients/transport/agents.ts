import { setMaxListeners } from "node:events";
import { readFile } from "node:fs/promises";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { AxiosProxyConfig } from "axios";
import { InconclusiveError } from "../../errors";
import type { Connection, Tls } from "./connection";
import { isLoopback } from "./loopback";

/** Open connections per agent: enough for every check at once, bounded for a system that hangs. */
const MAX_SOCKETS = 64;

/** PEM texts and names for TLS, as Node's and undici's connect options name them. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

/** The agents of one connection: kept-alive sockets for what may be asked again, a fresh socket for what may not. */
export interface Agents {
  readonly repeatable: AgentPair;
  readonly once: AgentPair;
}

interface AgentPair {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

let agentsByConnection = new Map<string, Promise<Agents>>();
let sockets = newSocketOwner();

/**
 * The agents of a connection, shared by all checks of the process.
 * @throws InconclusiveError not-executed when a TLS file cannot be read.
 */
export async function agentsFor(connection: Connection): Promise<Agents> {
  const { origin } = new URL(connection.baseUrl);
  const key = JSON.stringify([origin, connection.proxy ?? "", connection.tls]);
  const known = agentsByConnection.get(key);
  if (known !== undefined) return known;
  const made = makeAgents(connection);
  agentsByConnection.set(key, made);
  made.catch(() => agentsByConnection.delete(key));
  return made;
}

/** Closes every socket of every agent, those of proxies included; the next request opens new ones. */
export function closeAgents(): void {
  sockets.abort();
  sockets = newSocketOwner();
  for (const pending of agentsByConnection.values()) {
    pending.then(
      ({ repeatable, once }) => [repeatable, once].forEach(destroyPair),
      () => undefined,
    );
  }
  agentsByConnection = new Map();
}

/**
 * Reads the files of a TLS block. An own `caFile` replaces the public authorities.
 * @throws InconclusiveError not-executed when one cannot be read.
 */
export async function readTls(system: string, tls: Tls): Promise<TlsOptions> {
  const [ca, cert, key] = await Promise.all([
    readPem(system, "caFile", tls.caFile),
    readPem(system, "certFile", tls.certFile),
    readPem(system, "keyFile", tls.keyFile),
  ]);
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(tls.serverName !== undefined && { servername: tls.serverName }),
    rejectUnauthorized: !tls.isInsecure,
  };
}

/** The proxy in axios's terms: `false` never, `undefined` as the process's proxy variables say. */
export function axiosProxy(connection: Connection): AxiosProxyConfig | false | undefined {
  if (connection.proxy === "none") return false;
  if (connection.proxy === undefined) return isLoopback(new URL(connection.baseUrl).hostname) ? false : undefined;
  const { protocol, hostname, port, username, password } = new URL(connection.proxy);
  return {
    protocol,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (protocol === "https:" ? 443 : 80),
    ...(username !== "" && {
      auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
    }),
  };
}

async function makeAgents({ system, tls }: Connection): Promise<Agents> {
  const options = { ...(await readTls(system, tls)), maxSockets: MAX_SOCKETS, signal: sockets.signal };
  const pair = (keepAlive: boolean): AgentPair => ({
    httpAgent: new HttpAgent({ keepAlive, maxSockets: MAX_SOCKETS, ...{ signal: sockets.signal } }),
    httpsAgent: new HttpsAgent({ ...options, keepAlive }),
  });
  return { repeatable: pair(true), once: pair(false) };
}

async function readPem(system: string, field: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new InconclusiveError("not-executed", [
      {
        what: `${system} could not be asked: the TLS file ${path} cannot be read.`,
        where: `tls.${field} of ${system} in the environment file`,
        why: "The file does not exist, or this account may not read it.",
        fix: `Put the PEM file there, or correct tls.${field}.`,
      },
    ]);
  }
}

function destroyPair({ httpAgent, httpsAgent }: AgentPair): void {
  httpAgent.destroy();
  httpsAgent.destroy();
}

/** Sockets that wait for a proxy belong to no agent yet: they end by this signal. */
function newSocketOwner(): AbortController {
  const owner = new AbortController();
  setMaxListeners(0, owner.signal);
  return owner;
}
