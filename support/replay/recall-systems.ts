import type { Systems } from "../assembly";
import { InconclusiveError } from "../errors";
import { StepDeadlineError } from "../runner/runner-errors";
import { decodePlain } from "./plain-data";
import type { Asked, Question, Reply } from "./readings";
import { argument } from "./record-systems";
import { thrownAgain } from "./thrown";

/**
 * Systems that give a check what it was given when it was recorded, and ask nobody. The same question, put again, gets
 * the next of its recorded answers. A question that was not recorded throws InconclusiveError (not-executed).
 * @param where of the readings, for people.
 */
export function recallSystems(asked: readonly Asked[], where: string): Systems {
  const stands = repliesOf(asked.filter(({ question }) => question.verb === null));
  const fields = repliesOf(asked.filter(({ reply }) => reply.kind === "field"));
  const verbs = repliesOf(asked.filter(({ question, reply }) => question.verb !== null && reply.kind !== "field"));
  const systemNamed = (name: string, given: readonly unknown[]): unknown => {
    const question = { system: name, systemArguments: given.map(argument), verb: null, arguments: [] };
    const reply = nextOrLast(stands, question);
    if (reply === undefined) throw notRecorded(question, where);
    if (reply.kind !== "stands") return outcomeOf(reply, question, where);
    return standIn((member) => {
      const field = nextOrLast(fields, { ...question, verb: member });
      return field === undefined
        ? (...put: unknown[]) => {
            const asking = { ...question, verb: member, arguments: put.map(argument) };
            const answer = verbs.get(keyOf(asking))?.shift();
            return answer === undefined ? Promise.reject(notRecorded(asking, where)) : outcomeOf(answer, asking, where);
          }
        : outcomeOf(field, question, where);
    });
  };
  // The record is outside data: that it holds the answers of these systems is what a replay has to rely on.
  return standIn(
    (name) =>
      (...given: unknown[]) =>
        systemNamed(name, given),
  ) as Systems;
}

type Replies = ReadonlyMap<string, Reply[]>;

function repliesOf(asked: readonly Asked[]): Replies {
  const replies = new Map<string, Reply[]>();
  for (const { question, reply } of asked) {
    const key = keyOf(question);
    replies.set(key, [...(replies.get(key) ?? []), reply]);
  }
  return replies;
}

/** A system and a plain field may be looked at any number of times: after the last reply comes the last again. */
function nextOrLast(replies: Replies, question: Question): Reply | undefined {
  const left = replies.get(keyOf(question)) ?? [];
  return left.length > 1 ? left.shift() : left[0];
}

function keyOf({ system, systemArguments, verb, arguments: given }: Question): string {
  return JSON.stringify([system, systemArguments, verb, given]);
}

/** An object that has every member; `then` is none, so that nobody takes it for a promise. */
function standIn(member: (name: string) => unknown): object {
  return new Proxy({}, { get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : member(name)) });
}

function outcomeOf(reply: Reply, question: Question, where: string): unknown {
  switch (reply.kind) {
    case "field":
    case "returned":
      return decodePlain(reply.value);
    case "resolved":
      return Promise.resolve(decodePlain(reply.value));
    case "threw":
      throw thrownAgain(reply.thrown);
    case "rejected":
      return rejected(thrownAgain(reply.thrown));
    case "unanswered":
      return rejected(
        reply.deadlineMs === null ? neverAnswered(question, where) : new StepDeadlineError(reply.deadlineMs),
      );
    case "not-plain":
      return rejected(notKept(question, reply.what, where));
    case "stands":
      return undefined;
  }
}

async function rejected(reason: unknown): Promise<never> {
  throw reason;
}

/** A question as people read it: `paging.sendTestAlert(20000)`. */
function shown({ system, systemArguments, verb, arguments: given }: Question): string {
  const asked = verb === null ? systemArguments : given;
  const name = verb === null ? system : `${system}.${verb}`;
  return `${name}(${asked.map((one) => JSON.stringify(one)).join(", ")})`;
}

function notRecorded(question: Question, where: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The record has no answer, or no further one, to the question ${shown(question)}.`,
      where,
      why: "The check asks for more than it did then, or with other arguments: its feature or its steps have changed.",
      fix: "Judge the run again with the version that made it, or run its phase anew.",
    },
  ]);
}

function neverAnswered(question: Question, where: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The question ${shown(question)} had no answer yet when the check ended.`,
      where,
      why: "The run was interrupted, or a step did not wait for what it asked.",
      fix: "Run the phase anew, and let it end.",
    },
  ]);
}

function notKept(question: Question, what: string, where: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The answer to ${shown(question)} was not kept: ${what}.`,
      where,
      why: "Only plain data can be written down and read back.",
      fix: "Let the system answer with plain data: strings, numbers, lists and objects of them.",
    },
  ]);
}
