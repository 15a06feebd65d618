const CLUSTER = "canary-rehearsal";

/** `GET /`: the version is that of the last 8.x line. */
export function clusterInfo(): Record<string, unknown> {
  return {
    name: "rehearsal-stand-in",
    cluster_name: CLUSTER,
    cluster_uuid: "rehearsal-stand-in-uuid",
    version: {
      number: "8.19.2",
      build_flavor: "default",
      lucene_version: "9.12.2",
      minimum_wire_compatibility_version: "7.17.0",
      minimum_index_compatibility_version: "7.0.0",
    },
    tagline: "You Know, for Search",
  };
}

/** `GET /_cluster/health`: one healthy node. */
export function clusterHealth(): Record<string, unknown> {
  return {
    cluster_name: CLUSTER,
    status: "green",
    timed_out: false,
    number_of_nodes: 1,
    number_of_data_nodes: 1,
    active_primary_shards: 1,
    active_shards: 1,
    relocating_shards: 0,
    initializing_shards: 0,
    unassigned_shards: 0,
    active_shards_percent_as_number: 100,
  };
}

/** `GET /_cat/health`, which rsyslog asks before it sends. */
export function catHealth(): string {
  const now = new Date();
  return `${Math.floor(now.getTime() / 1000)} ${now.toISOString().slice(11, 19)} ${CLUSTER} green 1 1 1 1 0 0 0 0 - 100.0%\n`;
}
