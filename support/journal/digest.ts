import { hash } from "node:crypto";

/** SHA-256 in lower-case hex. */
export function sha256Of(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}

/** Stands as `previous` in the first line. */
export const NO_LINE = "0".repeat(64);
