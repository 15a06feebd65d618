import { readFile } from "node:fs/promises";
import type { CheckContext } from "../../model/check-context";
import { InconclusiveError } from "../../errors";
import type { Connection } from "./connection";
import { beforeEnd } from "./deadline";

/** The header that proves who asks, and the secret texts in it, which are never written anywhere. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** What is needed to get credentials. */
type Asker = Pick<Connection, "system" | "auth" | "deadlineMs">;

/** Share of the deadline that a token command may take: the rest is for asking. */
const TOKEN_SHARE = 0.75;

/** Largest output of a token command, in bytes. */
const MAX_TOKEN_BYTES = 65_536;

let tokensByRun = new Map<string, Promise<string>>();

/**
 * The credentials of a connection; a command's token is asked for once a run, a file's is read each time.
 * @throws InconclusiveError unauthorised when a command or a file gives no token.
 * @throws EndedError when the signal aborts before there is one.
 */
export async function credentialsOf(
  connection: Asker,
  context: CheckContext,
  signal: AbortSignal,
): Promise<Credentials> {
  const { auth } = connection;
  switch (auth.kind) {
    case "none":
      return { headers: {}, secrets: [] };
    case "basic": {
      const pair = Buffer.from(`${auth.user}:${auth.password}`, "utf8").toString("base64");
      return { headers: { authorization: `Basic ${pair}` }, secrets: [pair, auth.password] };
    }
    case "bearer":
      return bearer(auth.token);
    case "header":
      return { headers: { [auth.name.toLowerCase()]: auth.prefix + auth.value }, secrets: [auth.value] };
    case "bearer-from-command":
      return bearer(await beforeEnd(signal, tokenFromCommand(connection, auth.command, context)));
    case "bearer-from-file":
      return bearer(await beforeEnd(signal, tokenFromFile(connection, auth.path)));
  }
}

/** Forgets every token that a command gave. */
export function forgetTokens(): void {
  tokensByRun = new Map();
}

function bearer(token: string): Credentials {
  return { headers: { authorization: `Bearer ${token}` }, secrets: [token] };
}

function tokenFromCommand(connection: Asker, command: readonly string[], { runId }: CheckContext): Promise<string> {
  const key = JSON.stringify([runId, command]);
  const known = tokensByRun.get(key);
  if (known !== undefined) return known;
  const asked = runTokenCommand(connection, command);
  tokensByRun.set(key, asked);
  asked.catch(() => tokensByRun.delete(key));
  return asked;
}

async function runTokenCommand(connection: Asker, command: readonly string[]): Promise<string> {
  const [program = "", ...parameters] = command;
  const timeoutMs = connection.deadlineMs * TOKEN_SHARE;
  const { execa } = await import("execa");
  const { stdout, failed, exitCode, timedOut } = await execa(program, parameters, {
    reject: false,
    stdin: "ignore",
    timeout: timeoutMs,
    forceKillAfterDelay: 1_000,
    maxBuffer: MAX_TOKEN_BYTES,
  });
  const where = `auth.command of ${connection.system} in the environment file: ${program}`;
  if (timedOut) throw noToken(connection, where, `it did not end within ${timeoutMs} ms`);
  if (failed)
    throw noToken(connection, where, exitCode === undefined ? "it could not be run" : `it ended with code ${exitCode}`);
  return usable(stdout, connection, where);
}

async function tokenFromFile(connection: Asker, path: string): Promise<string> {
  const where = `auth.path of ${connection.system} in the environment file: ${path}`;
  const content = await readFile(path, "utf8").catch(() => {
    throw noToken(connection, where, "the file cannot be read");
  });
  return usable(content, connection, where);
}

function usable(text: string, connection: Asker, where: string): string {
  const token = text.trim();
  if (token === "") throw noToken(connection, where, "its content is empty");
  if (!/^[\x21-\x7e]+$/.test(token)) throw noToken(connection, where, "its content is not one word of a token");
  return token;
}

function noToken({ system }: Asker, where: string, reason: string): InconclusiveError {
  return new InconclusiveError("unauthorised", [
    {
      what: `There is no token to ask ${system} with: ${reason}.`,
      where,
      why: "Probably the login that the token comes from has ended, or this account may not use it.",
      fix: "Run the command or read the file as this account, and log in anew where it fails.",
    },
  ]);
}
