import { setDefaultTimeout, setDefinitionFunctionWrapper } from "@cucumber/cucumber";
import { currentScope } from "./check-scope";
import { StepDeadlineError, fullMessage } from "./runner-errors";

/**
 * Support file of the runner, loaded after all others: it gives every step and hook the runner's own deadline.
 * Cucumber's own time-out ends in an error without a class of its own, and does not tell the step's code to stop.
 */

setDefaultTimeout(-1);
setDefinitionFunctionWrapper(
  (definition: (...args: unknown[]) => unknown) =>
    function (this: unknown, ...args: unknown[]): unknown {
      try {
        const result = definition.apply(this, args);
        return isPromise(result) ? beforeDeadline(result, this) : result;
      } catch (error) {
        throw explained(error, this);
      }
    },
);

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

async function beforeDeadline(work: PromiseLike<unknown>, world: unknown): Promise<unknown> {
  const scope = currentScope();
  if (scope === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new StepDeadlineError(scope.stepTimeoutMs);
      reject(error);
      scope.abort(error);
    }, scope.stepTimeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } catch (error) {
    throw explained(error, world);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The error as the step is to throw it. Cucumber keeps its message but not its causes and not its fields: the causes are
 * folded into the message, and a World that has `explain` attaches the rest while the step still runs.
 */
function explained(thrown: unknown, world: unknown): unknown {
  if (hasExplain(world)) world.explain(thrown);
  if (thrown instanceof Error && thrown.cause !== undefined) thrown.message = fullMessage(thrown);
  return thrown;
}

function hasExplain(world: unknown): world is { explain(error: unknown): void } {
  return typeof world === "object" && world !== null && "explain" in world && typeof world.explain === "function";
}
