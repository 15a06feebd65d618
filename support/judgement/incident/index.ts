/** The judgements of an incident, for the steps. */
export * from "./decision";
export * from "./dependencies";
export * from "./diagnosis-time";
export * from "./due";
export * from "./error-logs";
export * from "./facts";
export * from "./looks";
