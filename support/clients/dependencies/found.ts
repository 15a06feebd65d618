import type { DependencyState } from "../../model/readings/incident";

/** What came of asking one dependency. */
export type Found = Pick<DependencyState, "isHealthy" | "detail">;
