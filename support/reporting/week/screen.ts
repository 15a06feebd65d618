import type { Writable } from "node:stream";
import { createLogUpdate } from "log-update";

/** What a rehearsed week shows while it goes on. */
export interface WeekScreen {
  /** What is under way, in place of what was shown of it before; a log does without. */
  live(lines: readonly string[]): void;
  /** Lines for good. */
  print(lines: readonly string[]): void;
  /** Stops drawing. */
  close(): void;
}

/** Where it is shown. */
export interface WeekScreenOptions {
  readonly stream: Writable;
  /** Whether the stream is a terminal that can be redrawn. */
  readonly isTerminal: boolean;
  /** Takes secrets out of what is printed. */
  readonly redact: (text: string) => string;
}

/** A terminal, on which what is under way is redrawn in place, or a log. */
export function createWeekScreen({ stream, isTerminal, redact }: WeekScreenOptions): WeekScreen {
  const screen = isTerminal ? createLogUpdate(stream) : null;
  let current: readonly string[] = [];
  const draw = (): void => screen?.(redact(current.join("\n")));
  return {
    live: (lines) => {
      current = lines;
      draw();
    },
    print: (lines) => {
      screen?.clear();
      stream.write(`${redact(lines.join("\n"))}\n`);
      if (current.length > 0) draw();
    },
    close: () => {
      current = [];
      screen?.clear();
      screen?.done();
    },
  };
}
