import { createCache } from "../clients/cache";
import { askRuntimeApi, socketName } from "../clients/load-balancer/haproxy/runtime-api";
import { createServers } from "../clients/servers";
import { createHttpTransport } from "../clients/transport/create-http-transport";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import { findingOf, problem, type Finding } from "./finding";

type Section<Name extends keyof Environment> = NonNullable<Environment[Name]>;

const NAMED = 3;

/** Whether the cache answers, with the credentials; no marker is written. */
export function lookAtCache(cache: Section<"cache">, context: CheckContext): Promise<Finding> {
  const { kind: _kind, ...connection } = cache;
  return findingOf("cache", async () => {
    const state = await createCache({ ...connection, mayWriteMarker: false }, context).askReadiness();
    if (state.kind === "no-answer") {
      return problem(
        "cache",
        `${state.where} gave no answer: ${state.why}`,
        "check cache.url and the network, or start it",
      );
    }
    if (state.ping === "PONG") return `${state.where} answers PONG`;
    return problem(
      "cache",
      `${state.where} answered PING with ${state.ping}`,
      "check cache.user and cache.passwordFrom",
    );
  });
}

/** Whether every server of the inventory gives an answer, healthy or not. */
export function lookAtServers(servers: Section<"servers">, context: CheckContext): Promise<Finding> {
  return findingOf("servers", async () => {
    const health = await createServers(servers, context).askAllHealth();
    const silent = health.filter(({ answer }) => answer.kind === "no-answer");
    if (silent.length === 0) return `all ${health.length} answer`;
    const names = silent.slice(0, NAMED).map(({ name, url }) => `${name} (${url})`);
    const more = silent.length > NAMED ? ` and ${silent.length - NAMED} more` : "";
    return problem(
      "servers",
      `${silent.length} of ${health.length} gave no answer: ${names.join(", ")}${more}`,
      "check servers.inventory and the network, or start them",
    );
  });
}

/** Whether each runtime socket answers, and whether the answers through the balancer say which track they are of. */
export function lookAtLoadBalancer(balancer: Section<"loadBalancer">, context: CheckContext): Promise<Finding>[] {
  const { sockets, timeoutMs, sample } = balancer;
  const looks = sockets.map((socket) => {
    const subject = `HAProxy ${socketName(socket)}`;
    return findingOf(subject, async () => {
      const answer = await askRuntimeApi(socket, "show info", timeoutMs, context.signal);
      if (answer.kind === "no-answer") {
        return problem(subject, `no answer: ${answer.why}`, "check loadBalancer.sockets and HAProxy's stats socket");
      }
      const isHaproxy = answer.text.startsWith("Name: HAProxy");
      if (!isHaproxy) return problem(subject, "what answers is no HAProxy runtime API", "correct loadBalancer.sockets");
      return "its runtime API answers";
    });
  });
  return [...looks, findingOf("load balancer", () => lookThrough(sample, context))];
}

async function lookThrough(
  sample: Section<"loadBalancer">["sample"],
  context: CheckContext,
): Promise<string | Finding> {
  const { connection, path, trackHeader, trackValues } = sample;
  const ask = { operation: "one request through the balancer", method: "GET", path } as const;
  const { status, headers } = await createHttpTransport(connection, context).ask(ask);
  const track = headers[trackHeader.toLowerCase()];
  if (track === trackValues.canary || track === trackValues.legacy) return `HTTP ${status} from ${track}`;
  return problem(
    "load balancer",
    `its answer has ${track === undefined ? `no header ${trackHeader}` : `${trackHeader}: ${track}`}`,
    "let the application send the header that says which track answered, or correct loadBalancer.sample",
  );
}
