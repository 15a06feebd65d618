import { z } from "zod";
import type { SchemaContext } from "./context";
import { filePath, inMs, seconds, text } from "./fields";

/** The browser that looks at pages; all of it may be left out. */
export function browserSchema(context: SchemaContext) {
  return z
    .strictObject({
      executablePath: filePath(
        context,
        "Path of Chromium or Chrome; left out: it is looked for in the usual places.",
      ).optional(),
      launchTimeoutSeconds: seconds("How long it may take to start.", 30).default(15),
      pageTimeoutSeconds: seconds("How long a page may take until it is drawn.", 30).default(20),
      allowedOrigins: z
        .array(text('An origin: "https://cdn.example".'))
        .default([])
        .describe("Other origins that a page may load from; all else is blocked."),
    })
    .describe("The browser that looks at pages.")
    .transform(({ launchTimeoutSeconds, pageTimeoutSeconds, ...rest }) => ({
      ...rest,
      launchTimeoutMs: inMs(launchTimeoutSeconds),
      pageTimeoutMs: inMs(pageTimeoutSeconds),
    }))
    .prefault({});
}
