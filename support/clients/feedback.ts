import { z } from "zod";
import type { CheckContext } from "../model/check-context";
import type { Window } from "../model/measurement";
import type { FeedbackSummary } from "../model/readings/people";
import { AnswerList, type ListShape } from "./feedback/answer-list";
import { readCounts, type CountsShape } from "./feedback/counts";
import { placeOf } from "./place";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";
import { startDeadline } from "./transport/deadline";
import type { HttpTransport } from "./transport/http-transport";
import { filledPath } from "./transport/path-template";

/** How the source writes times in its addresses. */
export type TimeFormat = "iso" | "unix-seconds" | "unix-milliseconds";

/** Where users' answers are, and how to read them. */
export interface FeedbackOptions {
  readonly connection: Connection;
  /** Path with query, with {version}, {since} and {until}: "/feedback?version={version}&since={since}&until={until}". */
  readonly path: string;
  /** The same without the window: the control question. */
  readonly controlPath: string;
  readonly timeFormat: TimeFormat;
  readonly answers: CountsShape | ListShape;
}

/** What users say of a version. */
export interface Feedback {
  /**
   * Counts the answers of the window, and asks the control question: a source that never had an answer may be the wrong
   * place. In a source that lists answers, `answersEver` is the number of those on one page: there are at least so many.
   * @throws InconclusiveError unreachable, timed-out, unauthorised or no-data where the source does not say it;
   *   partial-coverage where it does not say all; disagreeing-sources where it speaks of another version.
   */
  readSummary(window: Window, version: string): Promise<FeedbackSummary>;
}

/** A client of whatever collects users' answers and gives them as JSON. */
export function createFeedback(options: FeedbackOptions, context: CheckContext): Feedback {
  const { connection } = options;
  const transport = createHttpTransport(connection, context);
  const where = placeOf(connection, context.environment);
  const readSummary = async (window: Window, version: string): Promise<FeedbackSummary> => {
    const path = filledPath(options.path, { version, ...timesOf(window, options.timeFormat) });
    const controlPath = filledPath(options.controlPath, { version });
    const deadline = startDeadline(connection.deadlineMs, []);
    const asker = { options, transport, where, version, signal: deadline.signal };
    try {
      const answersEver = await countEver(asker, controlPath);
      const counts = await count(asker, path, window);
      const query = `GET ${connection.baseUrl}${path}`;
      return { where, source: connection.system, query, version, window, ...counts, answersEver };
    } finally {
      deadline.release();
    }
  };
  return { readSummary };
}

interface Asker {
  readonly options: FeedbackOptions;
  readonly transport: HttpTransport;
  readonly where: string;
  readonly version: string;
  readonly signal: AbortSignal;
}

async function count(asker: Asker, path: string, window: Window) {
  const { answers } = asker.options;
  return answers.kind === "list"
    ? listOf(asker, answers).count(path, window)
    : await askCounts(asker, answers, "answers in the window", path);
}

async function countEver(asker: Asker, path: string): Promise<number> {
  const { answers } = asker.options;
  return answers.kind === "list"
    ? await listOf(asker, answers).countFirst(path)
    : (await askCounts(asker, answers, "any answers", path)).answers;
}

async function askCounts(asker: Asker, shape: CountsShape, operation: string, path: string) {
  const { options, transport, where, version, signal } = asker;
  const document = await transport.askJson({ operation, method: "GET", path, signal }, z.unknown());
  return readCounts({ system: options.connection.system, where, version, document }, shape);
}

function listOf({ options, transport, where, signal }: Asker, shape: ListShape): AnswerList {
  const { system, baseUrl } = options.connection;
  return new AnswerList({ system, baseUrl, where }, shape, transport, signal);
}

function timesOf({ start, end }: Window, format: TimeFormat): { readonly since: string; readonly until: string } {
  const written = (time: string): string => {
    switch (format) {
      case "iso":
        return time;
      case "unix-seconds":
        return String(Math.floor(Date.parse(time) / 1000));
      case "unix-milliseconds":
        return String(Date.parse(time));
    }
  };
  return { since: written(start), until: written(end) };
}
