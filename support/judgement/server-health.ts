import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { ServerHealth } from "../model/readings/server-health";
import { judged, listed, measured } from "./judged";

/** Judges the health of every server: HTTP 200, JSON, the expected status word, an expected version. No answer is a failure. */
export function judgeServerHealth(servers: readonly ServerHealth[], okStatus: string): Judgement {
  const problems = servers.flatMap((server) => {
    const fault = faultOf(server, okStatus);
    return fault === null ? [] : [{ server, fault }];
  });
  return judged({
    summary: `All ${servers.length} servers are healthy; the slowest answered in ${slowest(servers).toFixed(0)} ms.`,
    measurements: [
      measured({
        signal: "healthy servers",
        value: servers.length - problems.length,
        unit: "servers",
        limit: servers.length,
        comparison: "equal",
        samples: servers.length,
        source: "the servers' health endpoints",
        query: listed(
          servers.map(({ url }) => url),
          3,
        ),
      }),
    ],
    problems:
      servers.length === 0
        ? [emptyInventory()]
        : problems.map(({ server, fault }) => ({ where: `${server.name}, ${server.url}`, ...fault })),
  });
}

type Fault = Omit<Explanation, "where">;

function faultOf({ name, answer, expectedVersions, latencyMs }: ServerHealth, okStatus: string): Fault | null {
  if (answer.kind === "no-answer") {
    return {
      what: `Server ${name} gives no health answer, asked twice (${latencyMs.toFixed(0)} ms).`,
      why: answer.why,
      fix: "Look whether the server runs and hangs; take it out of the load balancer until it answers.",
    };
  }
  const isJson = /[/+]json$/.test(answer.contentType);
  if (answer.httpStatus !== 200 || answer.status !== okStatus || !isJson) {
    return {
      what: `Server ${name} is not healthy: HTTP ${answer.httpStatus}, status "${answer.status ?? "none"}" (${answer.contentType || "no content type"}); expected is 200 with "${okStatus}" as JSON.`,
      why:
        answer.status === null || !isJson
          ? "The answer is not the health endpoint's JSON."
          : "The server itself says so.",
      fix: "Look at the server's log and at the dependencies that its health endpoint names.",
    };
  }
  if (answer.version !== null && expectedVersions.includes(answer.version)) return null;
  return {
    what: `Server ${name} runs version ${answer.version ?? "unknown"}; expected is ${expectedVersions.join(" or ")}.`,
    why: "A roll-out did not reach it, or reached it too early.",
    fix: "Deploy the expected version to it, or correct servers.health.versions in the environment file.",
  };
}

function slowest(servers: readonly ServerHealth[]): number {
  return servers.reduce((most, { latencyMs }) => Math.max(most, latencyMs), 0);
}

function emptyInventory(): Explanation {
  return {
    what: "The inventory names no server, so none is known to be healthy.",
    where: "servers.inventory in the environment file",
    why: "The list, file, DNS name or Prometheus job is empty.",
    fix: "Name the servers.",
  };
}
