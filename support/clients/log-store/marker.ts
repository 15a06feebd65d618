import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import { commandLine, runProgram } from "../process/run-program";
import type { Connection } from "../transport/connection";
import { createHttpTransport } from "../transport/create-http-transport";
import type { WrittenMarker } from "./log-store";

/** How a marked line gets to where the service writes its own. */
export type LogMarkerOptions = RequestMarker | FileMarker | CommandMarker;

/** A request to the service, whose access log keeps the header. */
export interface RequestMarker {
  readonly kind: "request";
  readonly connection: Connection;
  readonly path: string;
  readonly header: string;
}

/** A line is appended to a log file that is there; {marker} and {time} are filled in. */
export interface FileMarker {
  readonly kind: "file";
  readonly path: string;
  readonly template: string;
}

/** A command writes the line; {marker} is filled in. */
export interface CommandMarker {
  readonly kind: "command";
  readonly run: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Writes marked lines. */
export interface LogMarker {
  /**
   * Writes one line with a fresh marker, once: a repeated one could not be told from one that arrives twice.
   * @throws InconclusiveError when it could not be written: the service did not answer, no such file, the command failed.
   */
  write(): Promise<WrittenMarker>;
}

/** A writer of marked lines. */
export function createLogMarker(options: LogMarkerOptions, context: CheckContext): LogMarker {
  return {
    async write() {
      const marker = `canary-${context.runId}-${randomUUID()}`;
      const writtenAt = new Date().toISOString();
      return { marker, writtenAt, writtenBy: await writtenLine(options, marker, writtenAt, context) };
    },
  };
}

function writtenLine(options: LogMarkerOptions, marker: string, time: string, context: CheckContext): Promise<string> {
  switch (options.kind) {
    case "request":
      return request(options, marker, context);
    case "file":
      return append(options, marker, time, context);
    case "command":
      return runCommand(options, marker, context);
  }
}

async function request({ connection, path, header }: RequestMarker, marker: string, context: CheckContext) {
  await createHttpTransport(connection, context).ask({
    operation: "a request that leaves a marked line in the log",
    method: "GET",
    path,
    headers: { [header]: marker },
    isRepeatable: false,
  });
  return `GET ${connection.baseUrl}${path} with ${header}`;
}

async function append({ path, template }: FileMarker, marker: string, time: string, context: CheckContext) {
  const line = template.replaceAll("{marker}", marker).replaceAll("{time}", time);
  try {
    // Not created: a file that the service does not write is read by nobody.
    const file = await open(path, constants.O_WRONLY | constants.O_APPEND);
    await file.appendFile(`${line}\n`).finally(() => file.close());
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw notWritten(`The marked line could not be appended to ${path}: ${code}.`, path, context, {
      why: "The file is not there, or may not be written by who runs this.",
      fix: "Check logMarker.path in the environment file, and the rights on the file.",
    });
  }
  return `a line appended to ${path}`;
}

async function runCommand(
  { run, folder, environment, timeoutMs }: CommandMarker,
  marker: string,
  context: CheckContext,
) {
  const filled = run.map((argument) => argument.replaceAll("{marker}", marker));
  const title = "command that writes the marked log line";
  const { end } = await runProgram({ title, run: filled, folder, environment, timeoutMs }, context);
  if (end.exitCode !== 0) {
    const ending = end.timedOut
      ? `it did not end within ${timeoutMs} ms`
      : `it ended with ${end.exitCode ?? "a signal"}`;
    throw notWritten(`The ${title} failed: ${end.notStarted ?? ending}.`, `${end.command} in ${folder}`, context, {
      why: "The program is missing, or it could not write the line; its output is in the evidence.",
      fix: "Run logMarker.run of the environment file by hand.",
    });
  }
  return `the command ${commandLine(run)}`;
}

function notWritten(
  what: string,
  place: string,
  { environment }: CheckContext,
  advice: { readonly why: string; readonly fix: string },
): InconclusiveError {
  return new InconclusiveError("not-executed", [{ what, where: `${place}, environment ${environment}`, ...advice }]);
}
