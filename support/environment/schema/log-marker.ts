import { z } from "zod";
import type { SchemaContext } from "./context";
import {
  argumentList,
  mustHold,
  filePath,
  inMs,
  seconds,
  secretMap,
  text,
  textMap,
  textOfForm,
  urlPath,
} from "./fields";
import { connectionSchema } from "./transport";

/** How a marked log line is written where the service writes its own. */
export function logMarkerSchema(context: SchemaContext) {
  return z
    .discriminatedUnion("kind", [request(context), file(context), command(context)])
    .describe("How a marked log line is written where the service writes its own; {marker} stands for the marker.");
}

function request(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("request").describe("A request to the service, whose access log keeps the header."),
    connection: connectionSchema(context, "the service whose logs are looked for"),
    path: urlPath("Path that is asked.").default("/health"),
    header: text("Header that carries the marker into the log.").default("X-Request-Id"),
  });
}

function file(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("file").describe("A line is appended to a log file."),
    path: filePath(context, "Path of the log file."),
    template: textOfForm(/\{marker\}/, "The line; {marker} and {time} (ISO 8601) are filled in."),
  });
}

function command(context: SchemaContext) {
  return z
    .strictObject({
      kind: z.literal("command").describe("A command writes the line (logger, kubectl exec …)."),
      run: argumentList("Program and arguments; {marker} is filled in.").superRefine((run, refinement) =>
        mustHold(run, "{marker}", "the text that is looked for", refinement),
      ),
      folder: filePath(context, "Folder in which it runs.").optional(),
      environment: textMap("Environment variables that it is given; no secrets.").optional(),
      environmentFrom: secretMap(
        context,
        "Secret environment variables that it is given: its name and our variable's NAME.",
      ).optional(),
      timeoutSeconds: seconds("Deadline of the command.", 30).default(10),
    })
    .transform(({ folder, environment, environmentFrom, timeoutSeconds, ...rest }) => ({
      ...rest,
      folder: folder ?? context.resolvePath("."),
      environment: { ...environment, ...environmentFrom },
      timeoutMs: inMs(timeoutSeconds),
    }));
}
