import type { CheckContext } from "../../model/check-context";
import { openSession, type CacheAnswer, type CacheConnection, type CacheSession } from "../cache/session";
import { startDeadline, type Deadline } from "../transport/deadline";
import type { Found } from "./found";

/** A Redis that the service uses: healthy where it answers PING with PONG. */
export interface RedisDependency extends CacheConnection {
  readonly kind: "redis";
  readonly name: string;
  /** For connecting and asking, twice where it must be, in ms. */
  readonly deadlineMs: number;
}

/** Refusals that speak of who asks: the server itself may be well. */
const OF_WHO_ASKS: ReadonlySet<string> = new Set(["NOAUTH", "WRONGPASS", "NOPERM", "DENIED"]);

/** Sends PING, once more where no answer comes. @throws InconclusiveError where a TLS file cannot be read. */
export async function askRedis(dependency: RedisDependency, context: CheckContext): Promise<Found> {
  const deadline = startDeadline(dependency.deadlineMs, [context.signal]);
  try {
    const first = await pingOnce(dependency, context, deadline);
    const isSettled = first.kind !== "no-answer" || deadline.endedBy() !== null;
    return isSettled ? meaningOf(first) : meaningOf(await pingOnce(dependency, context, deadline));
  } finally {
    deadline.release();
  }
}

async function pingOnce(dependency: RedisDependency, context: CheckContext, deadline: Deadline): Promise<CacheAnswer> {
  const { session, problem } = await openSession(dependency, deadline);
  if (session === null) return { kind: "no-answer", why: problem };
  try {
    return await session.ask("PING");
  } finally {
    await keepTalk(session, dependency, context);
    session.close();
  }
}

function meaningOf(answer: CacheAnswer): Found {
  switch (answer.kind) {
    case "answered":
      return { isHealthy: answer.text === "PONG", detail: `PING was answered with ${answer.text}.` };
    case "refused":
      return OF_WHO_ASKS.has(answer.word)
        ? { isHealthy: null, detail: `It answers, and refuses who asks: ${answer.words}` }
        : { isHealthy: false, detail: `PING was refused: ${answer.words}` };
    case "no-answer":
      return { isHealthy: false, detail: `PING was not answered: ${answer.why}.` };
  }
}

async function keepTalk(session: CacheSession, { name, url }: RedisDependency, { evidence }: CheckContext) {
  await evidence.keep({
    title: `${name}: commands and answers`,
    mediaType: "application/json",
    content: JSON.stringify({ server: url, talk: session.talk }, null, 2),
  });
}
