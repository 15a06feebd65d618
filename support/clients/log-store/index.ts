import type { CheckContext } from "../../model/check-context";
import { createElasticsearch } from "./elasticsearch";
import { createGoogleCloudLogging } from "./google-cloud-logging";
import type { LogStore } from "./log-store";

/** Every kind of log store, by the word that the environment file uses. A new one is a file here and a line below. */
const LOG_STORES = {
  elasticsearch: createElasticsearch,
  "google-cloud-logging": createGoogleCloudLogging,
};

type Kind = keyof typeof LOG_STORES;
type OptionsOf = { [K in Kind]: Parameters<(typeof LOG_STORES)[K]>[0] };
type Factories = { [K in Kind]: (options: OptionsOf[K], context: CheckContext) => LogStore };

/** A log store of the kind that its options name. */
export function createLogStore<K extends Kind>(options: OptionsOf[K] & { kind: K }, context: CheckContext): LogStore {
  const factories: Factories = LOG_STORES;
  return factories[options.kind](options, context);
}
