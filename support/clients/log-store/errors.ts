import type { CheckContext } from "../../model/check-context";
import type { Window } from "../../model/measurement";
import type { Track } from "../../model/readings/canary-metrics";
import type { ErrorLogs } from "../../model/readings/incident";
import { searchElasticsearch, type ElasticsearchErrorsOptions } from "./errors/elasticsearch";
import { searchGoogleCloudLogging, type GoogleCloudLoggingErrorsOptions } from "./errors/google-cloud-logging";
import type { ErrorSearch } from "./errors/lines";

export type { ErrorSearch, LogFields } from "./errors/lines";

/** Where the lines are, and how their fields are called there. */
export type ErrorLinesOptions = ElasticsearchErrorsOptions | GoogleCloudLoggingErrorsOptions;

/** The error lines of one log store. */
export interface ErrorLines {
  /**
   * The lines of a track in the window (both ends in it) whose status is 500 or above or whose level is an error or
   * worse, by kind; at most ten kinds with three samples each.
   * @throws InconclusiveError partial-coverage where only a part of the logs was searched; no-data where the index is
   *   not there; not-executed where the search was refused; provider-warning, unreachable, timed-out, unauthorised.
   */
  searchErrors(window: Window, search: ErrorSearch & { readonly track: Track }): Promise<ErrorLogs>;
}

/** A search for error lines in a log store of the kind that its options name. */
export function createErrorLines(options: ErrorLinesOptions, context: CheckContext): ErrorLines {
  return {
    searchErrors: (window, search) => {
      switch (options.kind) {
        case "elasticsearch":
          return searchElasticsearch(options, context, window, search);
        case "google-cloud-logging":
          return searchGoogleCloudLogging(options, context, window, search);
      }
    },
  };
}
