import { isAffordableJson } from "./json-size";

/** What a text says as JSON; undefined where it is none, or would take too much memory once parsed. */
export function parsedJson(text: string): unknown {
  if (!isAffordableJson(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
