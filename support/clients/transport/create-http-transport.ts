import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import { closeAgents } from "./agents";
import { attempt, type Attempt } from "./attempt";
import type { Connection } from "./connection";
import { credentialsOf, forgetTokens, type Credentials } from "./credentials";
import { EndedError, pause, startDeadline, type Deadline } from "./deadline";
import type { Ask, Exchange, NoAnswer, Reply } from "./exchange";
import { exchangeEvidence } from "./exchange-evidence";
import { explainNoAnswer, explainStatus, isRefusal, type Subject } from "./explanations";
import type { Fault } from "./fault";
import type { HttpTransport } from "./http-transport";
import { readJson } from "./json-answer";
import { toWireRequest, type WireRequest } from "./request";
import { pauseBeforeRetry } from "./retry";

/** No request, with all its tries, lasts longer than this, in ms, whatever the connection says. */
export const LONGEST_DEADLINE_MS = 30_000;

/** The shared way of asking one system for one check; connections are kept open across checks. */
export function createHttpTransport(connection: Connection, context: CheckContext): HttpTransport {
  const askOnce = async (ask: Ask, expected: readonly number[]): Promise<{ subject: Subject; exchange: Exchange }> => {
    const reply = await tryAsk(connection, context, ask);
    if (reply.kind === "no-answer") throw new InconclusiveError(reply.cause, [reply.problem]);
    const { exchange } = reply;
    const subject = { connection, context, ask, url: exchange.url };
    if (expected.includes(exchange.status)) return { subject, exchange };
    const cause = isRefusal(exchange.status) ? "unauthorised" : "no-data";
    throw new InconclusiveError(cause, [explainStatus(subject, exchange, expected)]);
  };
  return {
    tryAsk: (ask) => tryAsk(connection, context, ask),
    async ask(ask, expected = [200]) {
      return (await askOnce(ask, expected)).exchange;
    },
    async askJson(ask, schema, expected = [200]) {
      const { subject, exchange } = await askOnce(ask, expected);
      return readJson(subject, exchange, schema);
    },
  };
}

/** Closes the connections of every transport and forgets fetched tokens: the command calls it when the run has ended. */
export function closeTransports(): void {
  closeAgents();
  forgetTokens();
}

async function tryAsk(connection: Connection, context: CheckContext, ask: Ask): Promise<Reply> {
  const start = performance.now();
  const deadlineMs = Math.min(connection.deadlineMs, LONGEST_DEADLINE_MS);
  const total = startDeadline(deadlineMs, [context.signal, ask.signal]);
  const request = toWireRequest(connection, ask);
  try {
    const credentials = await credentialsOf(connection, context, total.signal);
    const attempts = await askRepeatedly(connection, ask, request, credentials, total);
    const reply = toReply({ connection, context, ask, url: request.url }, attempts, performance.now() - start);
    if (ask.isEvidence ?? true) {
      const title = `${connection.system}: ${ask.operation}`;
      await context.evidence.keep(exchangeEvidence(title, request, attempts, credentials));
    }
    return reply;
  } catch (error) {
    if (!(error instanceof EndedError)) throw error;
    const subject = { connection, context, ask, url: request.url };
    const fault: Fault = {
      kind: "too-late",
      why: `no token to ask with within ${deadlineMs.toLocaleString("en-US")} ms`,
    };
    return noAnswer(subject, fault, 1, performance.now() - start);
  } finally {
    total.release();
  }
}

async function askRepeatedly(
  connection: Connection,
  ask: Ask,
  request: WireRequest,
  credentials: Credentials,
  total: Deadline,
): Promise<readonly Attempt[]> {
  const isRepeatable = ask.isRepeatable ?? ask.method === "GET";
  const mostTries = isRepeatable ? 1 + connection.retries : 1;
  const timeoutMs = Math.min(ask.timeoutMs ?? connection.timeoutMs, connection.timeoutMs);
  const wire = { ...request, headers: { ...request.headers, ...credentials.headers } };
  const attempts: Attempt[] = [];
  for (;;) {
    const last = await attempt(connection, wire, { timeoutMs, isRepeatable, total });
    attempts.push(last);
    if (attempts.length >= mostTries || total.signal.aborted) return attempts;
    const pauseMs = pauseBeforeRetry(last, attempts.length, total.remainingMs(), Date.now());
    if (pauseMs === null) return attempts;
    await pause(pauseMs, total.signal);
    if (total.signal.aborted) return attempts;
  }
}

function toReply(subject: Subject, attempts: readonly Attempt[], durationMs: number): Reply {
  const last = attempts.at(-1);
  if (last?.kind !== "answered") {
    const fault = last?.fault ?? { kind: "stopped", why: "the check was ended before it was asked" };
    return noAnswer(subject, fault, attempts.length, durationMs);
  }
  const { status, headers, body } = last.answer;
  return {
    kind: "answered",
    exchange: {
      system: subject.connection.system,
      operation: subject.ask.operation,
      method: subject.ask.method,
      url: subject.url,
      status,
      headers,
      contentType: (headers["content-type"] ?? "").split(";", 1).join("").trim().toLowerCase(),
      body,
      startedAt: last.startedAt,
      durationMs: last.durationMs,
    },
  };
}

function noAnswer(subject: Subject, fault: Fault, tries: number, durationMs: number): NoAnswer {
  const isTime = fault.kind === "too-late" || fault.kind === "stopped";
  return {
    kind: "no-answer",
    cause: isTime ? "timed-out" : "unreachable",
    why: fault.why,
    problem: explainNoAnswer(subject, fault, tries),
    url: subject.url,
    durationMs,
  };
}
