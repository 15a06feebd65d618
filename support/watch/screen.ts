import type { Writable } from "node:stream";
import { createLogUpdate } from "log-update";
import { consoleLine } from "../reporting/console-text";
import type { WindowState } from "./hook";
import { pointKey } from "./standing";
import { cutOff } from "../reporting/text-columns";
import { fittingWindowLines, nextLine, pointLine, windowLines, type LineOptions } from "./window-lines";

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
  readonly stream: Writable & { readonly columns?: number; readonly rows?: number };
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
      print(["", ...windowLines(state, options), ...troubleLines(state), "", last].join("\n"));
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
    const { columns = 80, rows = 24 } = options.stream;
    const below = ["", ...troubleLines(current), nextLine(current, options.now(), options) ?? ""];
    const table = fittingWindowLines(current, options, rows - below.length - 1);
    // Secrets first: half of one would not be known for one.
    screen([...table, ...below].map((line) => cutOff(options.redact(line), columns)).join("\n"));
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
      const next = state.next?.point ?? null;
      const line = nextLine(state, options.now(), options);
      const key = `${state.next?.dueAt} ${next === null ? "" : pointKey(next)}`;
      if (line === null || key === announced) return;
      announced = key;
      print(line);
    },
    note: print,
    close: () => undefined,
  };
}

function troubleLines({ damage, untold }: WindowState): string[] {
  return [
    ...(damage === null ? [] : [consoleLine(damage)]),
    ...(untold === null ? [] : [`People could not be told: ${consoleLine(untold)}`]),
  ];
}
