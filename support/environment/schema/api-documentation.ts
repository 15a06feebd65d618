import { z } from "zod";
import type { SchemaContext } from "./context";
import { urlPath } from "./fields";
import { connectionSchema } from "./transport";

/** The page of the API documentation, and the OpenAPI document behind it. */
export function apiDocumentationSchema(context: SchemaContext) {
  return z
    .strictObject({
      connection: connectionSchema(context, "the API documentation"),
      pagePath: urlPath("Path of the page (Swagger UI).").default("/docs"),
      documentPath: urlPath("Path of the OpenAPI document.").default("/openapi.json"),
    })
    .describe("The page of the API documentation, and the OpenAPI document behind it.");
}
