import { isAlias, isMap, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";
import { ConfigurationError, type ConfigurationFault, messageOf } from "../errors";

/** Keys and list positions from the top of the file to a value. */
export type DataPath = readonly PropertyKey[];

/** A fault at a place in the file: at the value, or at the key itself where the key is the fault. */
export interface PlacedFault {
  readonly path: DataPath;
  readonly at: "key" | "value";
  readonly what: string;
  readonly fix: string;
}

/** A YAML file's content, and where in the file each part of it stands. */
export interface YamlSource {
  readonly data: unknown;
  /** The faults with file, line and column, in the order of the file. */
  place(faults: readonly PlacedFault[]): ConfigurationFault[];
}

/**
 * Reads one YAML document.
 * @param file how the file is called in faults.
 * @throws ConfigurationError all faults of its form: what is no YAML, keys that stand twice, unknown tags.
 */
export function readYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const where = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const faults = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    where: where(pos[0]),
    what:
      code === "DUPLICATE_KEY"
        ? `the key "${keyAt(text, pos[0])}" stands here a second time`
        : `this is no valid YAML: ${message}`,
    fix:
      code === "DUPLICATE_KEY"
        ? "keep one of the two"
        : "check indentation, quotes and colons on this line and the one before",
  }));
  if (faults.length > 0) throw new ConfigurationError(`${file} cannot be read.`, faults);
  const place = (placed: readonly PlacedFault[]): ConfigurationFault[] =>
    placed
      .map(({ path, at, what, fix }) => ({ offset: offsetOf(document, path, at), what, fix }))
      .sort((one, other) => one.offset - other.offset)
      .map(({ offset, what, fix }) => ({ where: where(offset), what, fix }));
  return { data: dataOf(document, file), place };
}

function dataOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const what = `its anchors and aliases cannot be resolved: ${messageOf(error)}`;
    throw new ConfigurationError(`${file} cannot be read.`, [
      { where: file, what, fix: "write the repeated parts out" },
    ]);
  }
}

function keyAt(text: string, offset: number): string {
  return /^["']?([^:"'\s]*)/.exec(text.slice(offset, offset + 200))?.[1] ?? "";
}

/** Offset of what the path names; where something is missing, of the key that it is missing under. */
function offsetOf(document: Document, path: DataPath, at: "key" | "value"): number {
  let node: unknown = document.contents;
  let found: Child = { key: undefined, value: document.contents ?? undefined };
  for (const step of path) {
    const next = childOf(document, node, step);
    if (next === undefined) return (found.key ?? found.value)?.range?.[0] ?? 0;
    found = next;
    node = next.value;
  }
  return (at === "key" ? found.key : (found.value ?? found.key))?.range?.[0] ?? 0;
}

interface Child {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

function childOf(document: Document, parent: unknown, step: PropertyKey): Child | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq<Node>(node) && typeof step === "number") {
    const value = node.items[step];
    return value === undefined ? undefined : { key: value, value };
  }
  if (!isMap<Node, Node>(node)) return undefined;
  const pair = node.items.find(({ key }) => String(key) === String(step));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value ?? undefined };
}
