import { createInterface } from "node:readline/promises";
import type { Environment } from "../../environment/schema";
import type { RollbackMandate } from "../../model/incident-run";

/** What the command was asked for. */
export interface RollbackWish {
  readonly isAsked: boolean;
  /** Confirmed in advance, by --yes. */
  readonly isConfirmed: boolean;
}

/** Where a confirmation is asked for. */
interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/**
 * Whether the run may roll back: asked for, permitted by the environment, and confirmed: by --yes, or at a terminal by writing
 * the environment's name.
 * @param signal an interrupted command does not wait for an answer: it is not confirmed.
 */
export async function rollbackMandate(
  { isAsked, isConfirmed }: RollbackWish,
  { name, permits, release }: Pick<Environment, "name" | "permits" | "release">,
  signal: AbortSignal,
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<RollbackMandate> {
  if (!isAsked) return { refusal: "This run only reads; npm run incident -- --roll-back may roll back." };
  if (!permits.includes("roll-back"))
    return { refusal: `The environment ${name} does not permit it: "roll-back" is not among its permits.` };
  if (isConfirmed) return { refusal: null };
  const isTerminal = terminal.input.isTTY === true && terminal.output.isTTY === true;
  if (!isTerminal) return { refusal: "It was not confirmed: add --yes, or run it at a terminal." };
  const question = `This may take the canary ${release.canaryVersion} of ${release.service} out of the traffic of ${name}.\nWrite "${name}" to permit that: `;
  const answer = await answerTo(question, terminal, signal);
  return answer?.trim() === name ? { refusal: null } : { refusal: `It was not confirmed: "${name}" was not written.` };
}

/** @returns null: there is none, because the command was interrupted (also by Ctrl+C) or the input has ended (Ctrl+D). */
async function answerTo(question: string, { input, output }: Terminal, signal: AbortSignal): Promise<string | null> {
  const lines = createInterface({ input, output });
  // A terminal that is read by keys gives Ctrl+C as a key, and no signal.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await lines.question(question, { signal });
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return null;
    throw error;
  } finally {
    lines.close();
  }
}
