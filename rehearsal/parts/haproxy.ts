import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { findProgram } from "../programs";
import type { RehearsalPlan, Track } from "../plan";
import type { Site } from "../site";

/** The proxy whose servers the runbook's routing rules are about. */
export const BACKEND = "phase4";

/** How long HAProxy may take to answer one command. */
const COMMAND_DEADLINE_MS = 2_000;

/** Round robin is exact to one request in each turn; the consistent hash still lets weights be changed at run time. */
const BALANCING: Readonly<Record<RehearsalPlan["stickiness"], string>> = {
  none: "roundrobin",
  "by-source": "source\n    hash-type consistent",
};

/** The ports that HAProxy is told to use, and those of the servers behind it; all on 127.0.0.1. */
export interface HaproxyPorts {
  readonly entrance: number;
  /** The runtime API, level admin. */
  readonly runtime: number;
  /** Stats page and Prometheus exporter. */
  readonly stats: number;
  readonly servers: Readonly<Record<Track, number>>;
  /** Where the third server listens; HAProxy itself plays it. */
  readonly other: number;
  /** Where nothing listens. */
  readonly closed: number;
}

/** HAProxy's configuration for the plan. */
export function haproxyConfiguration(plan: RehearsalPlan, ports: HaproxyPorts): string {
  const { weights } = plan;
  const legacyCheck = plan.legacyCheck === "refused" ? ` port ${ports.closed}` : "";
  return `global
    log stdout format raw local0 notice
    maxconn 1000
    # A path relative to the data folder: the system's limit is 107 characters.
    stats socket unix@haproxy.sock mode 600 level admin
    stats socket ipv4@127.0.0.1:${ports.runtime} level admin

defaults
    log global
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s

frontend entrance
    bind 127.0.0.1:${ports.entrance}
    default_backend ${BACKEND}

backend ${BACKEND}
    balance ${BALANCING[plan.stickiness]}
    option httpchk GET /livez
    http-check expect status 200
    default-server check inter 500ms fall 2 rise 1
    server legacy 127.0.0.1:${ports.servers.legacy} weight ${weights.legacy}${legacyCheck}
    server canary 127.0.0.1:${ports.servers.canary} weight ${weights.canary}
${weights.other > 0 ? `    server other 127.0.0.1:${ports.other} weight ${weights.other}\n${otherServer(ports.other)}` : ""}
frontend stats
    bind 127.0.0.1:${ports.stats}
    http-request use-service prometheus-exporter if { path /metrics }
    stats enable
    stats uri /stats
`;
}

/** A server that is neither canary nor legacy, and says so. */
function otherServer(port: number): string {
  return `
frontend other
    bind 127.0.0.1:${port}
    http-request return status 200 content-type application/json hdr x-deployment-track other hdr x-served-by phase4@3.0.0-experiment string "{\\"status\\":\\"ok\\"}"
`;
}

/** Starts HAProxy; ready when its health checks have found the servers as planned. The servers must answer already. */
export async function startHaproxy(site: Site, plan: RehearsalPlan, ports: HaproxyPorts): Promise<void> {
  const configuration = site.write("haproxy.cfg", haproxyConfiguration(plan, ports));
  const downServers = plan.legacyCheck === "refused" ? ["legacy"] : [];
  await site.start(
    { name: "haproxy", program: findProgram("haproxy") ?? "haproxy", args: ["-db", "-f", configuration] },
    async () => hasSettled(await runtimeCommand(ports.runtime, `show stat ${BACKEND} 4 -1`), downServers),
  );
}

/** Whether every server was checked and has the state wanted; a server that was never checked counts as up in HAProxy. */
function hasSettled(statistics: string, downServers: readonly string[]): boolean {
  const [heading = "", ...rows] = statistics.trim().split("\n");
  const columns = heading.replace(/^# /, "").split(",");
  const [name, status, checkStatus] = ["svname", "status", "check_status"].map((column) => columns.indexOf(column));
  if (name === undefined || status === undefined || checkStatus === undefined || rows.length < 2) return false;
  return rows
    .map((row) => row.split(","))
    .every((cells) => {
      if (downServers.includes(cells[name] ?? "")) return cells[status] === "DOWN";
      return cells[status] === "UP" && cells[checkStatus] === "L7OK";
    });
}

/** Sends one command to HAProxy's runtime API; its whole answer. */
export async function runtimeCommand(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.setTimeout(COMMAND_DEADLINE_MS, () => socket.destroy(new Error(`no answer to "${command}"`)));
  socket.write(`${command}\n`);
  return text(socket);
}
