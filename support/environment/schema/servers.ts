import { z } from "zod";
import type { SchemaContext } from "./context";
import { filePath, jsonPointer, text, textMap, textOfForm } from "./fields";
import { connectionSchema, connectionSettingsSchema } from "./transport";
import { webUrl } from "./url";

/** The production servers: which there are, and what each must answer. */
export function serversSchema(context: SchemaContext) {
  return z
    .strictObject({
      inventory: inventory(context),
      health: health().prefault({}),
      connection: connectionSettingsSchema(context, "the servers"),
      atLeast: z.int().min(1).default(1).describe("How many servers there must be: fewer are not the whole fleet."),
      concurrency: z.int().min(1).max(500).default(50).describe("How many servers are asked at once."),
    })
    .describe("The production servers: which there are, and what each must answer.");
}

/** The same with the versions of every server written out: its own, else those of `health`, else the release's two. */
export function withVersions(servers: z.infer<ReturnType<typeof serversSchema>>, releaseVersions: readonly string[]) {
  const versions: readonly string[] = servers.health.versions ?? releaseVersions;
  const { inventory: source } = servers;
  return {
    ...servers,
    health: { ...servers.health, versions },
    inventory:
      source.kind === "list"
        ? { ...source, servers: source.servers.map((server) => ({ ...server, versions: server.versions ?? versions })) }
        : source,
  };
}

function inventory(context: SchemaContext) {
  return z
    .discriminatedUnion("kind", [list(), file(context), dns(), prometheus(context)])
    .describe("Where the list of servers comes from.");
}

function list() {
  const server = z.strictObject({
    name: text("Name for people; left out: host and port.").optional(),
    url: webUrl("Address of the server, without the health path."),
    versions: z
      .array(text("A version."))
      .min(1)
      .optional()
      .describe("Versions that this one may have; left out: health.versions."),
  });
  return z.strictObject({
    kind: z.literal("list").describe("The servers stand here."),
    servers: z.array(server).min(1).describe("The servers."),
  });
}

function file(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("file").describe("A file lists them: YAML, JSON, or an address a line."),
    path: filePath(context, "Path of the file, relative to this file's folder."),
  });
}

function dns() {
  return z.strictObject({
    kind: z.literal("dns").describe("DNS knows them: A and AAAA records with a port of ours, or SRV records."),
    host: text("Name to look up."),
    record: z
      .enum(["address", "srv"])
      .default("address")
      .describe("address: A and AAAA records; srv: SRV records, which hold the port."),
    scheme: z.enum(["http", "https"]).default("https").describe("How they are spoken to."),
    port: z.int().min(1).max(65_535).optional().describe("Port, for address records; left out: the scheme's own."),
    nameServers: z
      .array(text("ip:port"))
      .min(1)
      .optional()
      .describe("Asked for SRV records instead of the system's name servers."),
  });
}

function prometheus(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("prometheus").describe("The targets of a Prometheus job are the servers."),
    connection: connectionSchema(context, "the Prometheus that knows the servers"),
    job: text("Name of the scrape job."),
    labels: textMap("Labels that a target must have to count.").optional(),
    scheme: z.enum(["http", "https"]).default("http").describe("How the servers are spoken to."),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe("Port of the health endpoint; left out: the one that is scraped."),
  });
}

function health() {
  return z
    .strictObject({
      path: textOfForm(
        /^(?:\/|$)/,
        'Path of the health endpoint; "": the addresses are those of the endpoints.',
      ).default("/health"),
      statusPointer: jsonPointer("Where the status word stands in its JSON answer.").default("/status"),
      okStatus: text("Status word of a healthy server.").default("ok"),
      versionPointer: jsonPointer("Where the version stands in its JSON answer.").default("/version"),
      versions: z
        .array(text("A version."))
        .min(1)
        .optional()
        .describe("Versions that a server may have; left out: the release's two."),
    })
    .describe("What a healthy server answers.");
}
