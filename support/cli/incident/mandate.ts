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
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/**
 * Whether the run may roll back: asked for, permitted by the environment, and confirmed: by --yes, or at a terminal by writing
 * the environment's name.
 */
export async function rollbackMandate(
  { isAsked, isConfirmed }: RollbackWish,
  { name, permits, release }: Pick<Environment, "name" | "permits" | "release">,
  { input, output }: Terminal = { input: process.stdin, output: process.stdout },
): Promise<RollbackMandate> {
  if (!isAsked) return { refusal: "This run only reads; npm run incident -- --roll-back may roll back." };
  if (!permits.includes("roll-back"))
    return { refusal: `The environment ${name} does not permit it: "roll-back" is not among its permits.` };
  if (isConfirmed) return { refusal: null };
  if (!input.isTTY || !output.isTTY) return { refusal: "It was not confirmed: add --yes, or run it at a terminal." };
  const lines = createInterface({ input, output });
  const question = `This may take the canary ${release.canaryVersion} of ${release.service} out of the traffic of ${name}.\nWrite "${name}" to permit that: `;
  const answer = await lines.question(question).finally(() => lines.close());
  return answer.trim() === name ? { refusal: null } : { refusal: `It was not confirmed: "${name}" was not written.` };
}
