import { createLogStore } from "../clients/log-store";
import { createLogMarker } from "../clients/log-store/marker";
import type { Environment } from "../environment/schema";
import type { CheckContext } from "../model/check-context";
import type { LogArrival } from "../model/readings/log-arrival";
import { waitingFor } from "./waiting-for";

/** For the store's own search and a second look, beside the time that a log line may take. */
const SEARCH_MARGIN_MS = 5_000;

/** The log stores of an environment, and the way a marked line gets to where the service writes its own. */
export function assembleLogStores(
  stores: NonNullable<Environment["logStores"]>,
  logMarker: NonNullable<Environment["logMarker"]>,
  context: CheckContext,
): { awaitMarkedLine(limitMs: number): Promise<readonly LogArrival[]> } {
  const marker = createLogMarker(logMarker, context);
  return {
    awaitMarkedLine: async (limitMs) => {
      const written = await marker.write();
      return Promise.all(
        stores.map((store) => {
          const options = { ...store, connection: waitingFor(store.connection, limitMs + SEARCH_MARGIN_MS) };
          return createLogStore(options, context).awaitMarker(written, limitMs);
        }),
      );
    },
  };
}
