/**
 * A document's fields by dotted name, whether it nests them or writes the dots itself; a list is a value.
 * @param prefix what stands before each name, with its dot.
 */
export function flattened(value: unknown, prefix = ""): Readonly<Record<string, unknown>> {
  if (!isObject(value)) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      isObject(inner) ? Object.entries(flattened(inner, `${prefix}${name}.`)) : [[`${prefix}${name}`, inner]],
    ),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
