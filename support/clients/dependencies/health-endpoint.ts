import type { CheckContext } from "../../model/check-context";
import type { Connection } from "../transport/connection";
import { createHttpTransport } from "../transport/create-http-transport";
import type { Found } from "./found";

/** A service that the service uses: healthy where its health endpoint answers with the status. */
export interface HttpDependency {
  readonly kind: "http";
  readonly name: string;
  /** `system` is the dependency's name. */
  readonly connection: Connection;
  readonly path: string;
  readonly expectedStatus: number;
}

/** Asks the health endpoint, at least once more where no answer comes. */
export async function askHealthEndpoint(dependency: HttpDependency, context: CheckContext): Promise<Found> {
  const { path, expectedStatus } = dependency;
  const connection = { ...dependency.connection, retries: Math.max(1, dependency.connection.retries) };
  const transport = createHttpTransport(connection, context);
  const reply = await transport.tryAsk({ operation: "health endpoint", method: "GET", path });
  if (reply.kind === "no-answer") return { isHealthy: false, detail: `GET ${path} was not answered: ${reply.why}.` };
  const { status } = reply.exchange;
  const detail = `GET ${path} was answered with HTTP ${status}; expected is ${expectedStatus}.`;
  if (status === expectedStatus) return { isHealthy: true, detail };
  // What stands before the endpoint does not let us ask: that says nothing of the dependency.
  const isOfWhoAsks = status === 401 || status === 403 || (status >= 300 && status < 400);
  return { isHealthy: isOfWhoAsks ? null : false, detail };
}
