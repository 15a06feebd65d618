import { BACKEND } from "../parts/haproxy";
import type { Fault } from "./fault";

/** Faults in the servers' health and in the load balancer's routing rules (Day 3, infrastructure). */
export const ROUTING_FAULTS: readonly Fault[] = [
  server("one-server-unhealthy", "The legacy server's health endpoint answers 503."),
  server("one-server-hangs", "The legacy server's health endpoint never answers."),
  server(
    "health-says-200-but-degraded",
    "The legacy server's health endpoint answers 200 and says that it is degraded.",
  ),
  server("wrong-version-deployed", "The legacy server runs another version than the one that was released."),
  {
    name: "weights-swapped",
    sentence: "The load balancer is configured the wrong way round: canary 95, legacy 5.",
    changes: { "D3-I2a": "failed", "D3-I2b": "failed" },
    plan: { weights: { legacy: 5, canary: 95, other: 0 } },
  },
  {
    name: "weight-drifted-at-runtime",
    sentence: "The load balancer is configured with 5 %, but somebody has raised the canary's weight at run time.",
    changes: { "D3-I2a": "failed", "D3-I2b": "failed" },
    afterBoot: async ({ balancerCommand }) => {
      const answer = await balancerCommand(`set weight ${BACKEND}/canary 25`);
      if (answer.trim() !== "") throw new Error(`HAProxy refused the canary's new weight: ${answer.trim()}`);
    },
  },
  {
    name: "sticky-sessions-skew",
    sentence: "The load balancer keeps each client on one server, so that the weights say nothing about the share.",
    changes: { "D3-I2a": "failed", "D3-I2b": "failed" },
    plan: { stickiness: "by-source" },
  },
  {
    name: "third-backend-takes-traffic",
    sentence: "A third server, which the runbook does not know, takes 3 % of the traffic from legacy.",
    changes: { "D3-I2b": "failed" },
    plan: { weights: { legacy: 92, canary: 5, other: 3 } },
  },
  {
    name: "backend-down",
    sentence: "The load balancer cannot reach the legacy server's health check and sends everything to the canary.",
    changes: { "D3-I2a": "failed", "D3-I2b": "failed" },
    plan: { legacyCheck: "refused" },
  },
];

function server(name: string, sentence: string): Fault {
  return { name, sentence, changes: { "D3-I1": "failed" }, service: { where: "legacy", fault: name } };
}
