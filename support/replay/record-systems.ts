import { encodePlain, NotPlainError, type Json } from "./plain-data";
import type { Asked, Question, Reply } from "./readings";
import { thrownAsData } from "./thrown";

/** Systems that write down what they are asked. */
export interface RecordedSystems<Systems> {
  /** To be asked instead of the real ones: they ask those, and give what those give. */
  readonly systems: Systems;
  /** What was asked so far, in its order; what comes later changes it no more. */
  asked(): readonly Asked[];
}

/** A question whose reply may still come. */
interface Entry {
  readonly question: Question;
  reply: Reply;
}

type Keep = (question: Question, reply: Reply) => Entry;

/**
 * Wraps the systems of a check so that every question is kept with what came of it, written down before the check sees
 * it. It knows no system: a proxy stands before each and notes the name of what is called, so that a system or a verb
 * that is added later is recorded too. Their answers must be plain data.
 * @param deadlineMs of the step that is over; null while none is: an answer that comes after it is no answer.
 */
export function recordSystems<Systems extends object>(
  systems: Systems,
  deadlineMs: () => number | null,
): RecordedSystems<Systems> {
  const entries: Entry[] = [];
  const keep: Keep = (question, reply) => {
    const entry = { question, reply };
    entries.push(entry);
    return entry;
  };
  const proxy = new Proxy(systems, {
    get(target, name): unknown {
      const member: unknown = Reflect.get(target, name);
      if (typeof name === "symbol" || !isCallable(member)) return member;
      return (...given: unknown[]): unknown => {
        const question = { system: name, systemArguments: given.map(argument), verb: null, arguments: [] };
        const entry = keep(question, { kind: "stands" });
        try {
          const system = Reflect.apply(member, target, given);
          return isObject(system) ? recordSystem(system, question, keep, deadlineMs) : system;
        } catch (error) {
          entry.reply = { kind: "threw", thrown: thrownAsData(error) };
          throw error;
        }
      };
    },
  });
  const sinceThen = (reply: Reply): Reply =>
    reply === UNANSWERED ? { ...UNANSWERED, deadlineMs: deadlineMs() } : reply;
  return {
    systems: proxy,
    asked: () => entries.map(({ question, reply }) => ({ question, reply: sinceThen(reply) })),
  };
}

function recordSystem(system: object, of: Question, keep: Keep, deadlineMs: () => number | null): object {
  return new Proxy(system, {
    get(target, name): unknown {
      const member: unknown = Reflect.get(target, name);
      if (typeof name === "symbol") return member;
      if (!isCallable(member)) {
        if (member !== undefined) keep({ ...of, verb: name }, written("field", member));
        return member;
      }
      return (...given: unknown[]): unknown => {
        const entry = keep({ ...of, verb: name, arguments: given.map(argument) }, UNANSWERED);
        return answerOf(() => Reflect.apply(member, target, given), entry, deadlineMs);
      };
    },
  });
}

const UNANSWERED = { kind: "unanswered", deadlineMs: null } as const satisfies Reply;

function answerOf(ask: () => unknown, entry: Entry, deadlineMs: () => number | null): unknown {
  const inTime = (reply: Reply): Reply => {
    const passed = deadlineMs();
    return passed === null ? reply : { kind: "unanswered", deadlineMs: passed };
  };
  try {
    const answer = ask();
    if (!isPromise(answer)) {
      entry.reply = written("returned", answer);
      return answer;
    }
    return answer.then(
      (value) => {
        entry.reply = inTime(written("resolved", value));
        return value;
      },
      (error: unknown) => {
        entry.reply = inTime({ kind: "rejected", thrown: thrownAsData(error) });
        throw error;
      },
    );
  } catch (error) {
    entry.reply = { kind: "threw", thrown: thrownAsData(error) };
    throw error;
  }
}

function written(kind: "field" | "returned" | "resolved", value: unknown): Reply {
  try {
    return { kind, value: encodePlain(value) };
  } catch (error) {
    if (error instanceof NotPlainError) return { kind: "not-plain", what: error.message };
    throw error;
  }
}

/** An argument as it is recorded, and looked up again; what is no plain data is known by its kind only. */
export function argument(value: unknown): Json {
  try {
    return encodePlain(value);
  } catch (error) {
    if (error instanceof NotPlainError) return { $notPlain: error.message };
    throw error;
  }
}

function isCallable(member: unknown): member is (...given: unknown[]) => unknown {
  return typeof member === "function";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
