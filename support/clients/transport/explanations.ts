import type { CheckContext } from "../../model/check-context";
import type { Explanation } from "../../model/explanation";
import { adviceOnFault, adviceOnStatus } from "./advice";
import type { Connection } from "./connection";
import type { Ask, Exchange } from "./exchange";
import type { Fault } from "./fault";

/** What an explanation is about: who was asked for what, where, and by which environment. */
export interface Subject {
  readonly connection: Connection;
  readonly ask: Ask;
  readonly url: string;
  readonly context: CheckContext;
}

/** Explains that no answer came, after `tries` tries. */
export function explainNoAnswer(subject: Subject, { kind, why }: Fault, tries: number): Explanation {
  const { connection, ask } = subject;
  const { likely, fix } = adviceOnFault(kind, connection.system);
  return {
    what: `${connection.system} gave no answer to "${ask.operation}": ${why}${tries > 1 ? `, asked ${tries} times` : ""}.`,
    where: whereOf(subject),
    why: likely,
    fix,
  };
}

/** Explains a status that no reader of the answer expects. */
export function explainStatus(subject: Subject, exchange: Exchange, expected: readonly number[]): Explanation {
  const { system } = subject.connection;
  const { likely, fix } = adviceOnStatus(exchange.status, redirectTarget(exchange), system);
  return {
    what: `${system} answered "${subject.ask.operation}" with HTTP ${exchange.status}; expected is ${expected.join(" or ")}.`,
    where: whereOf(subject),
    why: likely,
    fix,
  };
}

/** Explains an answer whose body is not what its reader needs: `found` completes "answered … with". */
export function explainBody(subject: Subject, found: string, likely: string): Explanation {
  const { system } = subject.connection;
  return {
    what: `${system} answered "${subject.ask.operation}" with ${found}.`,
    where: whereOf(subject),
    why: likely,
    fix: `Read the answer in the evidence; check that the URL of ${system} in the environment file is that of its API.`,
  };
}

/** Whether a status says that who asks is not let in; a redirect leads to a login or away from the API. */
export function isRefusal(status: number): boolean {
  return status === 401 || status === 403 || status === 407 || (status >= 300 && status < 400);
}

/** The system, its address without credentials and query, and the environment. */
function whereOf({ connection, url, context }: Subject): string {
  return `${connection.system}, ${withoutQuery(url)}, environment ${context.environment}`;
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//");
}

function redirectTarget({ headers }: Exchange): string | null {
  const target = headers["location"];
  return target === undefined ? null : withoutQuery(target);
}
