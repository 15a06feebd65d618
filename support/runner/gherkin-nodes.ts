import type { GherkinDocument } from "@cucumber/messages";

/** Where a node of a feature file stands, and its keyword ("Given ", "조건 "; empty where it has none). */
export interface GherkinNode {
  readonly line: number;
  readonly keyword: string;
}

/** All nodes of a feature file that have an id: steps, scenarios, rows of examples, tags … */
export function nodesById(document: GherkinDocument): Map<string, GherkinNode> {
  const nodes = new Map<string, GherkinNode>();
  visitObjects(document, (node) => {
    const { id, location, keyword } = node;
    if (typeof id !== "string") return;
    nodes.set(id, { line: lineOf(location), keyword: typeof keyword === "string" ? keyword : "" });
  });
  return nodes;
}

/** The ids of all nodes within a message, in the order in which they stand: the same for every reading of the same text. */
export function idsInOrder(message: object): string[] {
  const ids: string[] = [];
  visitObjects(message, ({ id }) => {
    if (typeof id === "string") ids.push(id);
  });
  return ids;
}

function lineOf(location: unknown): number {
  const line = typeof location === "object" && location !== null && "line" in location ? location.line : undefined;
  return typeof line === "number" ? line : 0;
}

function visitObjects(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) visit({ ...value });
  for (const child of Object.values(value)) visitObjects(child, visit);
}
