import { environmentJsonSchema, type EnvironmentJsonSchema } from "./json-schema";
import type { DataPath } from "./yaml-source";

/** What is known about one place of an environment file. */
export interface FieldGuide {
  /** What belongs there; undefined: nothing is known. */
  readonly description: string | undefined;
  /** Keys that may stand below it; empty: none are fixed. */
  readonly keys: readonly string[];
}

/** Looks a place up in the published schema; the data say which of several kinds stands there. */
export function guideTo(path: DataPath, data: unknown): FieldGuide {
  let schema: EnvironmentJsonSchema | undefined = chosen(environmentJsonSchema(), data);
  let value = data;
  for (const step of path) {
    value = valueBelow(value, step);
    schema = chosen(schemaBelow(schema, step), value);
  }
  return { description: schema?.description, keys: Object.keys(schema?.properties ?? {}) };
}

function schemaBelow(schema: EnvironmentJsonSchema | undefined, step: PropertyKey): EnvironmentJsonSchema | undefined {
  const items = Array.isArray(schema?.items) ? schema.items[0] : schema?.items;
  const below = typeof step === "number" ? items : (schema?.properties?.[String(step)] ?? schema?.additionalProperties);
  return typeof below === "object" ? below : undefined;
}

function chosen(schema: EnvironmentJsonSchema | undefined, value: unknown): EnvironmentJsonSchema | undefined {
  const kind = valueBelow(value, "kind");
  const options = schema?.oneOf ?? schema?.anyOf ?? [];
  const option = options.find((candidate) => schemaBelow(candidate, "kind")?.const === kind);
  return option === undefined
    ? schema
    : { ...option, ...(schema?.description ? { description: schema.description } : {}) };
}

function valueBelow(value: unknown, step: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
}
