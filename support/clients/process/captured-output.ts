const HEAD_BYTES = 64 * 1024;
const TAIL_BYTES = 192 * 1024;

/** One output of a process, of which at most 256 KiB are kept: its beginning and its end. */
export interface CapturedOutput {
  add(chunk: Uint8Array): void;
  /** What is kept, with a line that says how many bytes were left out between its beginning and its end. */
  text(): string;
}

/** Makes an empty capture. */
export function captureOutput(): CapturedOutput {
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let tail: Uint8Array[] = [];
  let tailBytes = 0;
  let leftOutBytes = 0;
  const cutTail = (): void => {
    const whole = Buffer.concat(tail);
    leftOutBytes += whole.byteLength - TAIL_BYTES;
    tail = [whole.subarray(-TAIL_BYTES)];
    tailBytes = TAIL_BYTES;
  };
  return {
    add: (chunk) => {
      const toHead = chunk.subarray(0, HEAD_BYTES - headBytes);
      if (toHead.byteLength > 0) head.push(toHead);
      headBytes += toHead.byteLength;
      const toTail = chunk.subarray(toHead.byteLength);
      if (toTail.byteLength === 0) return;
      tail.push(toTail);
      tailBytes += toTail.byteLength;
      // Cut rarely: copying the tail at every chunk would cost more than the process that writes it.
      if (tailBytes > 4 * TAIL_BYTES) cutTail();
    },
    text: () => {
      if (tailBytes > TAIL_BYTES) cutTail();
      if (leftOutBytes === 0) return Buffer.concat([...head, ...tail]).toString("utf8");
      const beginning = Buffer.concat(head).toString("utf8");
      return `${beginning}\n… ${leftOutBytes} bytes left out …\n${Buffer.concat(tail).toString("utf8")}`;
    },
  };
}

/** The last lines of some text, without the empty ones at its end and without terminal colours. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
