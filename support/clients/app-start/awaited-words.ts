import { stripVTControlCharacters } from "node:util";

/** Looks for words in an output that comes in pieces. */
export interface AwaitedWords {
  add(stream: "stdout" | "stderr", chunk: Uint8Array): void;
  isSeen(words: string): boolean;
}

/** Watches both outputs for the words, wherever a piece ends between them; colours do not hide them. */
export function awaitWords(awaited: readonly string[]): AwaitedWords {
  const unseen = new Set(awaited);
  const longest = Math.max(...awaited.map(({ length }) => length));
  const rest = { stdout: "", stderr: "" };
  return {
    add: (stream, chunk) => {
      const raw = rest[stream] + Buffer.from(chunk).toString("utf8");
      const text = stripVTControlCharacters(raw);
      for (const words of unseen) if (text.includes(words)) unseen.delete(words);
      // Four times as much as the words are long leaves room for colours among them.
      rest[stream] = raw.slice(-4 * longest);
    },
    isSeen: (words) => awaited.includes(words) && !unseen.has(words),
  };
}
