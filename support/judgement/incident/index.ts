/** All judgements of an incident, for the steps. */
export * from "./alert-arrival";
export * from "./blame";
export * from "./decision";
export * from "./decision-table";
export * from "./dependencies";
export * from "./diagnosis-time";
export * from "./endpoint-pattern";
export * from "./endpoints";
export * from "./error-logs";
export * from "./errors-after";
export * from "./high-error-rate";
export * from "./recommend";
export * from "./rollback";
export * from "./timeline";
