import { InconclusiveError } from "../../../errors";
import type { CheckContext } from "../../../model/check-context";
import { askRuntimeApi, socketName, type SocketAddress } from "./runtime-api";
import { parseServerStates, parseServerStats, processId, type ServerState, type ServerStats } from "./tables";

/** One HAProxy process at one moment. */
export interface InstanceReading {
  readonly socket: string;
  /** Of the operating system; another one after a reload or restart. */
  readonly processId: string;
  readonly states: readonly ServerState[];
  readonly stats: readonly ServerStats[];
}

interface Asking {
  readonly proxy: string;
  readonly timeoutMs: number;
}

/**
 * Reads the servers of one proxy from one instance.
 * @throws InconclusiveError unreachable, timed-out, unauthorised; no-data where it does not know the proxy.
 */
export async function readInstance(
  address: SocketAddress,
  { proxy, timeoutMs }: Asking,
  context: CheckContext,
): Promise<InstanceReading> {
  const socket = socketName(address);
  const where = `HAProxy's runtime socket ${socket} (${context.environment})`;
  const ask = async <T>(command: string, parse: (text: string) => T | null): Promise<T> => {
    const answer = await askRuntimeApi(address, command, timeoutMs, context.signal);
    if (answer.kind === "no-answer") throw noAnswerError(answer, where, context.environment);
    const parsed = parse(answer.text);
    if (parsed === null) throw oddAnswerError(command, answer.text, where, context.environment);
    return parsed;
  };
  const [states, stats, pid] = await Promise.all([
    ask(`show servers state ${proxy}`, parseServerStates),
    ask(`show stat ${proxy} 4 -1`, parseServerStats),
    ask("show info", processId),
  ]);
  return { socket, processId: pid, states, stats };
}

type NoAnswer = Extract<Awaited<ReturnType<typeof askRuntimeApi>>, { kind: "no-answer" }>;

function noAnswerError({ cause, why }: NoAnswer, where: string, environment: string): InconclusiveError {
  return new InconclusiveError(cause, [
    {
      what: `HAProxy could not be asked how it splits the traffic: ${why}.`,
      where,
      why: "Probably HAProxy does not run, its stats socket is elsewhere, or this machine or account may not reach it.",
      fix: `Check loadBalancer.sockets in environments/${environment}.yaml against the lines "stats socket" in haproxy.cfg.`,
    },
  ]);
}

function oddAnswerError(command: string, text: string, where: string, environment: string): InconclusiveError {
  const [firstLine = ""] = text.trim().split("\n");
  return new InconclusiveError("no-data", [
    {
      what: `HAProxy answered "${command}" with "${firstLine.slice(0, 200)}", not with a table.`,
      where,
      why: "Probably there is no proxy of this name, or the socket's level does not permit the command.",
      fix: `Check loadBalancer.proxy in environments/${environment}.yaml, and that the socket's level is at least "user".`,
    },
  ]);
}
