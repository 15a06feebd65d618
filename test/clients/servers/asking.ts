import { createServers, type ServersOptions } from "../../../support/clients/servers";
import type { ServerHealth } from "../../../support/model/readings/server-health";
import { createTestContext } from "../test-context";
import { connectionTo } from "../transport/local-servers";

/** Options for a list of servers whose health is read from `/status` and `/build/version`. */
export function serversOptions(
  servers: readonly (string | { readonly url: string; readonly host: string })[],
  connection: Parameters<typeof connectionTo>[1] = {},
  about: Partial<ServersOptions> = {},
): ServersOptions {
  return {
    inventory: { kind: "list", servers: servers.map((one) => (typeof one === "string" ? { url: one } : one)) },
    health: {
      path: "/health",
      statusPointer: "/status",
      versionPointer: "/build/version",
      versions: ["2.0.0"],
      okStatus: "ok",
    },
    connection: connectionTo("http://unused.test", { system: "Servers", ...connection }),
    ...about,
  };
}

/** Asks a list of servers for their health, as one check. */
export function askHealth(...about: Parameters<typeof serversOptions>): Promise<readonly ServerHealth[]> {
  return createServers(serversOptions(...about), createTestContext().context).askAllHealth();
}

/** Waits until closed connections have been noticed. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
