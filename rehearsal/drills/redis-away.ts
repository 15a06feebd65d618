import { connect } from "node:net";
import { text } from "node:stream/consumers";

const HOME = "127.0.0.1";
/** Another address of this machine's own, which nobody asks. */
const ELSEWHERE = "127.0.0.3";
const ANSWER_DEADLINE_MS = 5_000;

/** The rehearsal's Redis. */
export interface RedisAccess {
  readonly port: number;
  readonly password: string;
}

/** Redis moves to another address and cuts its clients off: at its own nobody answers, as if it had ended. */
export async function takeRedisAway(redis: RedisAccess): Promise<void> {
  if (await isAt(redis, ELSEWHERE)) return;
  await command(redis, HOME, `CONFIG SET bind ${ELSEWHERE}`);
  await command(redis, ELSEWHERE, "CLIENT KILL TYPE normal SKIPME yes");
}

/** Redis is at its own address again. */
export async function bringRedisBack(redis: RedisAccess): Promise<void> {
  if (await isAt(redis, HOME)) return;
  await command(redis, ELSEWHERE, `CONFIG SET bind ${HOME}`);
}

/** Whether Redis listens at this address. */
async function isAt(redis: RedisAccess, address: string): Promise<boolean> {
  try {
    return (await ask(redis, address, "PING")).includes("+PONG");
  } catch {
    return false;
  }
}

/** @throws Error where Redis does not answer there, or refuses. */
async function command(redis: RedisAccess, address: string, line: string): Promise<void> {
  const answer = await ask(redis, address, line);
  if (/^-/m.test(answer) || answer.trim() === "")
    throw new Error(`Redis refused "${line}": ${answer.trim() || "nothing"}`);
}

/** Redis's answers to logging in and to one command. */
async function ask({ port, password }: RedisAccess, address: string, line: string): Promise<string> {
  const socket = connect(port, address);
  socket.setTimeout(ANSWER_DEADLINE_MS, () => socket.destroy(new Error(`no answer to "${line}"`)));
  socket.write(`AUTH ${password}\r\n${line}\r\nQUIT\r\n`);
  return text(socket);
}
