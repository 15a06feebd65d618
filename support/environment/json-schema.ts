import { z } from "zod";
import { environmentSchema } from "./schema";
import type { SchemaContext } from "./schema/context";
import { BUILT_IN_DEFAULTS } from "./schema/transport";

/** JSON Schema (draft 7) of an environment file, with a description at every field, for editors. */
export type EnvironmentJsonSchema = z.core.JSONSchema.JSONSchema;

const NOWHERE: SchemaContext = {
  name: "",
  defaults: BUILT_IN_DEFAULTS,
  resolvePath: (path) => path,
  secretOf: () => undefined,
};

let written: EnvironmentJsonSchema | undefined;

/** The published schema: what may stand in a file, before its variables and secrets are read. Made once, when first asked for. */
export function environmentJsonSchema(): EnvironmentJsonSchema {
  written ??= writeJsonSchema();
  return written;
}

function writeJsonSchema(): EnvironmentJsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(environmentSchema(NOWHERE), { io: "input", target: "draft-7" });
  return { ...($schema === undefined ? {} : { $schema }), title: "Environment of the canary runbook", ...schema };
}

/** The schema as the text of its file. */
export function environmentJsonSchemaText(): string {
  return `${JSON.stringify(environmentJsonSchema(), null, 2)}\n`;
}
