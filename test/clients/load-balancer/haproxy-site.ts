import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { HaproxyOptions } from "../../../support/clients/load-balancer/haproxy";
import { askRuntimeApi } from "../../../support/clients/load-balancer/haproxy/runtime-api";
import { findFreePort } from "../../../support/clients/process/free-port";
import { startProgram, type StartedProgram } from "../started-program";

/** One server behind the balancer: its name and weight there, and the track that it names in its answers. */
export interface BackendServer {
  readonly name: string;
  readonly weight: number;
  readonly track: string;
  readonly isListening?: boolean;
  /** More words for its line in the configuration. */
  readonly more?: string;
}

/** A real HAProxy with real servers behind it. */
export interface HaproxySite {
  readonly options: HaproxyOptions;
  readonly unixSocket: string;
  /** Says a command to the runtime API, at the level admin. */
  readonly say: (command: string) => Promise<string>;
  stop(): Promise<void>;
}

const TRACK_HEADER = "x-deployment-track";

/** Starts HAProxy in a folder, with its servers. @param balance lines of the backend. */
export async function startHaproxySite(
  folder: string,
  servers: readonly BackendServer[],
  balance = "balance roundrobin",
): Promise<HaproxySite> {
  const listening = await Promise.all(servers.map(startServer));
  const [frontPort, socketPort] = [await findFreePort(), await findFreePort()];
  const unixSocket = join(folder, "admin.sock");
  const lines = servers.map(({ name, weight, more = "" }, index) => {
    return `  server ${name} 127.0.0.1:${listening[index]?.port} weight ${weight} check inter 100ms fall 1 rise 1 ${more}`;
  });
  const path = join(folder, "haproxy.cfg");
  await writeFile(path, configuration(frontPort, socketPort, unixSocket, [`  ${balance}`, ...lines]));
  const address = { kind: "unix", path: unixSocket } as const;
  const say = async (command: string): Promise<string> => {
    const answer = await askRuntimeApi(address, command, 1_000, new AbortController().signal);
    if (answer.kind === "no-answer") throw new Error(answer.why);
    return answer.text.trim();
  };
  const isUp = async (): Promise<boolean> => {
    const states = (await say("show stat phase4 4 -1")).split("\n").slice(1);
    return states.every((line, index) => line.includes(servers[index]?.isListening === false ? ",DOWN," : ",UP,"));
  };
  const haproxy: StartedProgram = await startProgram(["haproxy", "-db", "-f", path], isUp);
  return {
    options: optionsFor(frontPort, socketPort),
    unixSocket,
    say,
    stop: async () => {
      await haproxy.stop();
      for (const { server } of listening) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function startServer({ track, isListening = true }: BackendServer): Promise<{ server: Server; port: number }> {
  const server = createServer((_request, response) => {
    response.setHeader(TRACK_HEADER, track);
    response.end("{}");
  });
  if (!isListening) return { server, port: await findFreePort() };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { server, port: address.port };
}

function configuration(frontPort: number, socketPort: number, unixSocket: string, backend: readonly string[]): string {
  return [
    "global",
    `  stats socket ipv4@127.0.0.1:${socketPort} level user`,
    `  stats socket ${unixSocket} mode 600 level admin`,
    "defaults",
    "  mode http",
    "  timeout connect 1s",
    "  timeout client 5s",
    "  timeout server 5s",
    "frontend front",
    `  bind 127.0.0.1:${frontPort}`,
    "  default_backend phase4",
    "backend phase4",
    ...backend,
    "",
  ].join("\n");
}

function optionsFor(frontPort: number, socketPort: number): HaproxyOptions {
  return {
    kind: "haproxy",
    sockets: [{ kind: "tcp", host: "127.0.0.1", port: socketPort }],
    proxy: "phase4",
    servers: { canary: ["canary"], legacy: ["legacy"] },
    timeoutMs: 1_000,
    sample: {
      connection: {
        system: "the service through the load balancer",
        baseUrl: `http://127.0.0.1:${frontPort}`,
        auth: { kind: "none" },
        headers: {},
        tls: { isInsecure: false },
        timeoutMs: 1_000,
        deadlineMs: 10_000,
        retries: 0,
        pollMs: 100,
        maxBodyBytes: 1_000_000,
      },
      path: "/health",
      requests: 200,
      concurrency: 10,
      trackHeader: TRACK_HEADER,
      trackValues: { canary: "canary", legacy: "legacy" },
    },
  };
}
