import type { Writable } from "node:stream";
import { createLogUpdate } from "log-update";
import { consoleLine } from "../reporting/console-text";
import type { WindowState } from "./hook";
import { pointKey } from "./standing";
import { nextLine, pointLine, windowLines, type LineOptions } from "./window-lines";

/** What a watch shows while it goes on, and at its end. */
export interface Screen {
  show(state: WindowState): void;
  /** A line of its own. */
  note(text: string): void;
  /** The table, for good, with what came of the window below it. */
  finished(state: WindowState, last: string): void;
  /** Stops drawing. */
  close(): void;
}

/** Where and how it is shown. */
export interface ScreenOptions extends LineOptions {
  readonly stream: Writable;
  /** Whether the stream is a terminal that can be redrawn: the table is live there, elsewhere there is a line for each change. */
  readonly isTerminal: boolean;
  /** Takes secrets out of what is printed. */
  readonly redact: (text: string) => string;
  readonly now: () => number;
}

const REDRAW_MS = 1000;

/** Shows a watch on a terminal, or in a log. */
export function createScreen(options: ScreenOptions): Screen {
  const print = (text: string): void => void options.stream.write(`${options.redact(text)}\n`);
  const view = options.isTerminal ? liveTable(options) : log(options, print);
  return {
    show: view.show,
    note: (text) => view.note(consoleLine(text)),
    finished: (state, last) => {
      view.close();
      print(["", ...windowLines(state, options), "", last].join("\n"));
    },
    close: view.close,
  };
}

type View = Pick<Screen, "show" | "note" | "close">;

function liveTable(options: ScreenOptions): View {
  const screen = createLogUpdate(options.stream);
  let current: WindowState | null = null;
  const draw = (): void => {
    if (current === null) return;
    const lines = [...windowLines(current, options), "", nextLine(current, options.now(), options) ?? ""];
    screen(options.redact(lines.join("\n")));
  };
  const timer = setInterval(draw, REDRAW_MS).unref();
  return {
    show: (state) => ((current = state), draw()),
    note: (text) => {
      screen.clear();
      options.stream.write(`${options.redact(text)}\n`);
      draw();
    },
    close: () => {
      clearInterval(timer);
      screen.clear();
      screen.done();
    },
  };
}

function log(options: ScreenOptions, print: (text: string) => void): View {
  const said = new Map<string, string>();
  let announced = "";
  return {
    show: (state) => {
      for (const one of state.points) {
        if (one.standing.kind === "open") continue;
        const line = pointLine(one, state, options);
        if (said.get(pointKey(one.point)) !== line) print(line);
        said.set(pointKey(one.point), line);
      }
      const next = state.running ?? state.next;
      const line = nextLine(state, options.now(), options);
      if (next === null || line === null || pointKey(next) === announced) return;
      announced = pointKey(next);
      print(line);
    },
    note: print,
    close: () => undefined,
  };
}
