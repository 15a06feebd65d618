import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import type { Envelope } from "@cucumber/messages";

/** The run's `messages.ndjson`. */
export interface MessageFile {
  /** Appends one line; it is with the operating system when this returns, so it outlives a killed process. */
  readonly append: (envelope: Envelope) => void;
  /** Puts the whole stream in its final order into the place of what was appended, in one step. */
  readonly replace: (envelopes: readonly Envelope[]) => void;
}

/**
 * While the run goes on, the file holds the merged stream in the order in which things happened (scenarios interleaved);
 * at the end it holds the same messages in the order of the planned scenarios.
 * @param path created if absent; null writes nothing.
 * @param redact removes secrets from a message before it is written.
 */
export function openMessageFile(path: string | null, redact: (envelope: Envelope) => Envelope): MessageFile {
  if (path === null) return { append: () => undefined, replace: () => undefined };
  const line = (envelope: Envelope): string => `${JSON.stringify(redact(envelope))}\n`;
  writeFileSync(path, "");
  return {
    append: (envelope) => appendFileSync(path, line(envelope)),
    replace(envelopes) {
      writeFileSync(`${path}.new`, envelopes.map(line).join(""));
      renameSync(`${path}.new`, path);
    },
  };
}
