import { z } from "zod";
import { reportFault, type SchemaContext } from "./context";
import { inMs, seconds, text, urlPath } from "./fields";
import { connectionSchema } from "./transport";

const HOST_AND_PORT = /^(\[[0-9a-fA-F:.]+\]|[^:/\s]+):([0-9]{1,5})$/;

/** Where a runtime socket listens. */
export type SocketAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** The load balancer in front of canary and legacy: a new kind is one more schema in this list. */
export function loadBalancerSchema(context: SchemaContext) {
  return z.discriminatedUnion("kind", [haproxy(context)]).describe("The load balancer in front of canary and legacy.");
}

function haproxy(context: SchemaContext) {
  return z
    .strictObject({
      kind: z.literal("haproxy").describe("HAProxy, by its runtime API."),
      sockets: z
        .array(socket())
        .min(1)
        .describe("Runtime sockets, one for each HAProxy instance: host:port, or the path of a unix socket."),
      proxy: text("Name of the backend (proxy) that splits the traffic."),
      servers: z
        .strictObject({
          canary: z.array(text("Name of a server.")).min(1).describe("Its servers that run the canary."),
          legacy: z.array(text("Name of a server.")).min(1).describe("Its servers that run the legacy version."),
        })
        .describe("Names of the backend's servers by track; any other server counts as traffic led elsewhere."),
      timeoutSeconds: seconds("Deadline of one command on the socket.", 30).default(3),
      sample: sampleSchema(context),
    })
    .transform(({ timeoutSeconds, ...rest }) => ({ ...rest, timeoutMs: inMs(timeoutSeconds) }));
}

function sampleSchema(context: SchemaContext) {
  return z
    .strictObject({
      connection: connectionSchema(context, "the service through the load balancer"),
      path: urlPath("Path that both tracks answer alike and that changes nothing.").default("/"),
      requests: z
        .int()
        .min(100)
        .max(20_000)
        .default(2_000)
        .describe("Requests of the sample: 2,000 find 5 % on ±1.3 points where the balancer is random."),
      concurrency: z.int().min(1).max(200).default(20).describe("Requests under way at once."),
      trackHeader: text("Header in which the application says which track answered."),
      trackValues: z
        .strictObject({
          canary: text("Its value on the canary.").default("canary"),
          legacy: text("Its value on legacy.").default("legacy"),
        })
        .prefault({})
        .describe("What the header says on each track."),
    })
    .describe("Real requests through the balancer, to see where they end.");
}

function socket() {
  return text("host:port, or the path of a unix socket.").transform((address, refinement): SocketAddress => {
    if (address.startsWith("/")) return { kind: "unix", path: address };
    const [, host, port] = HOST_AND_PORT.exec(address) ?? [];
    if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) {
      return { kind: "tcp", host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
    }
    reportFault(refinement, {
      what: "this is neither host:port nor the absolute path of a unix socket",
      fix: "write it like 10.0.0.5:9999 or /run/haproxy/admin.sock",
    });
    return z.NEVER;
  });
}
