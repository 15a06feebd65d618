import { readFileSync } from "node:fs";
import { z } from "zod";
import { flushFolderOf, writeWhole } from "./durable";
import { codeOf, explained } from "./journal-error";

const schema = z.strictObject({
  sequence: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What stands beside the journal of its last line: its sequence and the SHA-256 of its bytes. */
export type Head = z.infer<typeof schema>;

/** The head as it was found. */
export type FoundHead = { readonly kind: "absent" | "unreadable" } | { readonly kind: "head"; readonly head: Head };

/** @throws JournalError the file is there and may not be read. */
export function readHead(path: string): FoundHead {
  const content = explained("The journal's head cannot be read.", path, () => contentOf(path));
  if (content === null) return { kind: "absent" };
  try {
    const head = schema.parse(JSON.parse(content));
    // Written in another way, by a hand or a changed byte, it is not what was written.
    return [headText(head), headText(head).trimEnd()].includes(content)
      ? { kind: "head", head }
      : { kind: "unreadable" };
  } catch {
    return { kind: "unreadable" };
  }
}

/** Writes the head in one step. @param isNew whether none was there: its coming is flushed, too. */
export function writeHead(path: string, head: Head, isNew: boolean): void {
  writeWhole(path, headText(head));
  if (isNew) flushFolderOf(path);
}

/** The bytes of the head's file. */
export function headText({ sequence, hash }: Head): string {
  return `${JSON.stringify({ sequence, hash })}\n`;
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (reason) {
    if (codeOf(reason) === "ENOENT") return null;
    throw reason;
  }
}
