/**
 * The value at a JSON pointer (RFC 6901): "/counts/positive", "/answers/0"; "" is the whole document.
 * @returns undefined where there is none.
 */
export function valueAt(document: unknown, pointer: string): unknown {
  const names = pointer === "" ? [] : pointer.replace(/^\//, "").split("/").map(unescaped);
  return names.reduce<unknown>(member, document);
}

function member(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, name)) return undefined;
  if (Array.isArray(holder) && !/^(0|[1-9]\d*)$/.test(name)) return undefined;
  const found: unknown = Reflect.get(holder, name);
  return found;
}

function unescaped(name: string): string {
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}
