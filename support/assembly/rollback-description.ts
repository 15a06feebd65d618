import { createRollback, type RollbackOptions } from "../clients/rollback";
import type { CheckContext } from "../model/check-context";
import type { RollbackDescription } from "../model/readings/rollback-description";

/** How much of the endpoint's description is quoted. */
const QUOTED_CHARACTERS = 300;

/** What a rollback would do, by the endpoint's own word; nothing is changed. */
export function assembleRollbackDescription(
  options: RollbackOptions,
  context: CheckContext,
): { describe(): Promise<RollbackDescription> } {
  const { method, path } = options.describe;
  const rollback = createRollback(options, context);
  const describe = async (): Promise<RollbackDescription> => {
    const reply = await rollback.describe();
    const about = { where: rollback.where, asked: `${method} ${path}`, durationMs: reply.timing.durationMs };
    if (reply.kind === "no-answer")
      return { ...about, answer: { kind: reply.kind, cause: reply.cause, why: reply.why } };
    const { kind, status, headers, document, body } = reply;
    const contentType = headers["content-type"] ?? "no content type";
    const isDescription = isFilledObject(document);
    return { ...about, answer: { kind, status, contentType, isDescription, body: body.slice(0, QUOTED_CHARACTERS) } };
  };
  return { describe };
}

function isFilledObject(document: unknown): boolean {
  return (
    typeof document === "object" && document !== null && !Array.isArray(document) && Object.keys(document).length > 0
  );
}
