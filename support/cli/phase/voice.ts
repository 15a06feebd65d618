import { Writable } from "node:stream";

/** Says lines to whoever sits at the terminal: by itself, or through what draws there meanwhile. */
export interface Voice {
  say(line: string): void;
  /** From now on lines go this way. */
  through(way: (line: string) => void): void;
}

/** A voice that prints, until something else draws on the terminal. */
export function createVoice(): Voice {
  let current = (line: string): void => void process.stdout.write(`${line}\n`);
  return {
    say: (line) => current(line),
    through: (way) => {
      current = way;
    },
  };
}

/** Says nothing: whoever carries out the run shows what came of it. */
export const SILENT: Voice = { say: () => undefined, through: () => undefined };

/** Takes what a run would print. */
export function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
