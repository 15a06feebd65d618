import type { Fault } from "./fault";

/** Faults in what the service keeps its data in: database migrations and cache (Day 3, technical). */
export const DATA_FAULTS: readonly Fault[] = [
  {
    name: "migration-behind",
    sentence: "The last migration breaks off half-way.",
    changes: { "D3-T5": "failed" },
    overlay: { on: "migrations", files: "migration-behind" },
  },
  {
    name: "migration-second-head",
    sentence: "Two migrations claim to be the last one.",
    changes: { "D3-T5": "failed" },
    overlay: { on: "migrations", files: "migration-second-head" },
  },
  {
    name: "database-unreachable",
    sentence: "The database cannot be opened.",
    changes: { "D3-T5": "inconclusive" },
    plan: { migrationDatabase: "unreachable" },
  },
  {
    name: "redis-down",
    sentence: "Redis does not run.",
    changes: { "D3-T6": "failed" },
    plan: { cache: "absent" },
  },
  {
    name: "redis-loading",
    sentence: "Redis is still loading its data.",
    changes: { "D3-T6": "failed" },
    plan: { cache: "loading" },
  },
  {
    name: "redis-read-only",
    sentence: "Redis is a replica that has lost its primary: it answers PONG and takes no writes.",
    changes: { "D3-T6": "failed" },
    plan: { cache: "read-only" },
  },
];
