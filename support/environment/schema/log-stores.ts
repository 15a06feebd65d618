import { z } from "zod";
import type { SchemaContext } from "./context";
import { text, textMap } from "./fields";
import { connectionSchema } from "./transport";

/** The log stores that the service's lines must reach: a new kind is one more schema in this list. */
export function logStoresSchema(context: SchemaContext) {
  return z
    .array(z.discriminatedUnion("kind", [elasticsearch(context), googleCloudLogging(context)]))
    .min(1)
    .describe("The log stores that the service's lines must reach; each is asked.");
}

function elasticsearch(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("elasticsearch").describe("Elasticsearch or OpenSearch."),
    connection: connectionSchema(context, "Elasticsearch"),
    index: text("Index, alias, data stream or pattern that is searched."),
    markerField: text(
      "Field that holds the marker, of a type for exact search: http.request.id, labels.run_id.keyword.",
    ),
    timestampField: text("Field that holds the line's time.").default("@timestamp"),
    fields: expectedFields(),
  });
}

function googleCloudLogging(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("google-cloud-logging").describe("Google Cloud Logging."),
    connection: connectionSchema(context, "Google Cloud Logging", "https://logging.googleapis.com"),
    project: text("Id of the project."),
    logName: text("Id of the log, without projects/…/logs/."),
    markerField: text('Field that holds the marker, as a filter writes it: jsonPayload."http.request.id".'),
    fields: expectedFields(),
  });
}

function expectedFields() {
  return textMap('Fields that the line must arrive with, by dotted name, and their value; "*": any value.').refine(
    (fields) => Object.keys(fields).length > 0,
    { error: "at least one field is needed: a line without its fields could not be told from one with them" },
  );
}
