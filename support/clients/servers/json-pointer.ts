/** Reads one plain value out of parsed JSON, as text; null where there is none. */
export type PointerReader = (document: unknown) => string | null;

/**
 * Makes a reader of a JSON pointer (RFC 6901): "/status", "/build/version", "/checks/0/state". A name without a slash
 * is a field of the outermost object.
 */
export function pointerReader(pointer: string): PointerReader {
  const names = pointer.startsWith("/") ? pointer.slice(1).split("/").map(unescaped) : pointer === "" ? [] : [pointer];
  return (document) => {
    let value = document;
    for (const name of names) {
      value = member(value, name);
      if (value === undefined) return null;
    }
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return isPlain ? String(value) : null;
  };
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(name)) return undefined;
  const found: unknown = Reflect.get(value, name);
  return found;
}

function unescaped(name: string): string {
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}
