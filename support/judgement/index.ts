/** All judgements of the runbook's items, for the steps. */
export * from "./api-documentation";
export * from "./app-start";
export * from "./cache";
export * from "./dashboard";
export * from "./delivery";
export * from "./log-arrival";
export * from "./migrations";
export * from "./scrape-state";
export * from "./server-health";
export * from "./test-run";
export * from "./traffic-share";
