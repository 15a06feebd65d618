import { Agent, EnvHttpProxyAgent, Pool, ProxyAgent, type Dispatcher } from "undici";
import { readTls } from "../transport/agents";
import type { Connection } from "../transport/connection";
import { isLoopback } from "../transport/loopback";
import type { Server } from "./inventory";

/** With more origins than this, a connection is not kept after its answer: there is nothing more to ask, and files run out. */
const MOST_KEPT_ORIGINS = 100;

/** The connections to a fleet: bounded in number, through the proxy that the connection names. */
export interface FleetDispatchers {
  /** The dispatcher for an address; the same one for all that go the same way. */
  towards(url: URL): Dispatcher;
  /** Cuts off everything that is still open. */
  close(): Promise<void>;
}

/**
 * Makes the dispatchers of one fleet: one pool where all servers share an origin, one agent where they do not.
 * @throws InconclusiveError not-executed when a TLS file cannot be read.
 */
export async function openDispatchers(
  servers: readonly Server[],
  connection: Omit<Connection, "baseUrl">,
  concurrency: number,
): Promise<FleetDispatchers> {
  const origins = new Set(servers.map(({ url }) => originOf(url)));
  const tls = await readTls(connection.system, connection.tls);
  const options = {
    connections: concurrency,
    pipelining: origins.size > MOST_KEPT_ORIGINS ? 0 : 1,
    connect: { ...tls, timeout: connection.timeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const [only] = origins;
  const opened: Dispatcher[] = [];
  const open = <D extends Dispatcher>(dispatcher: D): D => {
    opened.push(dispatcher);
    return dispatcher;
  };
  const direct = once(() =>
    open(only !== undefined && origins.size === 1 ? new Pool(only, options) : new Agent(options)),
  );
  const proxied = once(() => open(proxyDispatcher(connection.proxy, { ...options, requestTls: tls })));
  return {
    towards(url) {
      const isDirect = connection.proxy === "none" || (connection.proxy === undefined && isLoopback(url.hostname));
      return isDirect ? direct() : proxied();
    },
    async close() {
      await Promise.all(opened.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

/** A proxy of its own, or whichever the proxy variables of the process name. */
function proxyDispatcher(proxy: string | undefined, options: EnvHttpProxyAgent.Options): Dispatcher {
  return proxy === undefined
    ? new EnvHttpProxyAgent(options)
    : new ProxyAgent({ ...options, uri: proxy, proxyTunnel: false });
}

/** Scheme, host and port of an address, without parsing all of it. */
function originOf(url: string): string {
  return url.slice(0, url.indexOf("/", url.indexOf("//") + 2));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
