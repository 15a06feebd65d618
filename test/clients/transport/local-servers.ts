import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from "node:http";
import {
  createServer as createSocketServer,
  type AddressInfo,
  type Server as SocketServer,
  type Socket,
} from "node:net";
import type { TestContext as NodeTestContext } from "node:test";
import type { Connection } from "../../../support/clients/transport/connection";

/** A server of one test on a free loopback port; it is closed, with all its connections, when the test ends. */
export interface LocalServer {
  readonly port: number;
  readonly url: string;
  /** Connections accepted so far. */
  connections(): number;
  /** Connections that are open now. */
  openConnections(): number;
}

/** Serves HTTP by a handler. */
export function serve(t: Pick<NodeTestContext, "after">, handler: RequestListener): Promise<LocalServer> {
  return listen(t, createHttpServer(handler), "http");
}

/** Answers each connection, once the first bytes of a request are there, with whatever `answer` writes. */
export function serveRaw(t: Pick<NodeTestContext, "after">, answer: (socket: Socket) => void): Promise<LocalServer> {
  const server = createSocketServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => answer(socket));
  });
  return listen(t, server, "http");
}

/** Listens with a server that the test made itself. */
export async function listen(
  t: Pick<NodeTestContext, "after">,
  server: HttpServer | SocketServer,
  scheme: "http" | "https",
): Promise<LocalServer> {
  let accepted = 0;
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    accepted += 1;
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const port = portOf(server.address());
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    connections: () => accepted,
    openConnections: () => open.size,
  };
}

/** A loopback port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A connection to a system of a test: two seconds a try, five in all, no second try, 1 MiB. */
export function connectionTo(baseUrl: string, about: Partial<Connection> = {}): Connection {
  return {
    system: "Prometheus",
    baseUrl,
    auth: { kind: "none" },
    headers: {},
    tls: { isInsecure: false },
    timeoutMs: 2_000,
    deadlineMs: 5_000,
    retries: 0,
    pollMs: 50,
    maxBodyBytes: 1_048_576,
    ...about,
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
