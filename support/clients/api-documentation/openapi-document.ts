import { z } from "zod";
import type { Exchange } from "../transport/exchange";
import { parsedJson } from "../transport/json-text";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

const operation = z.object({ tags: z.array(z.string()).optional() });
const openApi = z.object({ openapi: z.string().startsWith("3."), paths: z.record(z.string(), z.unknown()) });

/** The operations that an OpenAPI document puts under a tag, as "GET /path", or why it does not tell. */
export function documentedOperations(
  { status, body }: Exchange,
  tag: string,
): { readonly operations: readonly string[]; readonly problem: string | null } {
  if (status !== 200) return { operations: [], problem: `the OpenAPI document: HTTP ${status}` };
  const document = openApi.safeParse(parsedJson(body));
  if (!document.success) return { operations: [], problem: "the OpenAPI document is none of version 3" };
  const operations = Object.entries(document.data.paths).flatMap(([path, item]) => operationsOf(path, item, tag));
  return { operations, problem: null };
}

function operationsOf(path: string, item: unknown, tag: string): readonly string[] {
  // A path also has fields that are no operations ("parameters", "summary"): only the methods are looked at.
  const methods = z.looseObject({}).safeParse(item);
  if (!methods.success) return [];
  return METHODS.filter((method) => operation.safeParse(methods.data[method]).data?.tags?.includes(tag)).map(
    (method) => `${method.toUpperCase()} ${path}`,
  );
}
