import assert from "node:assert/strict";
import { InconclusiveError } from "../../support/errors";
import type { Cause } from "../../support/model/outcome";

/** For `assert.rejects`: the error is inconclusive for this cause, and says this; all its sentences are whole. */
export function inconclusive(cause: Cause, what: string | RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    const [problem] = error.problems;
    if (typeof what === "string") assert.equal(problem.what, what);
    else assert.match(problem.what, what);
    assert.equal(error.reason, cause);
    for (const sentence of [problem.what, problem.why, problem.fix]) assert.match(sentence, /^[A-Z"].*[.:!?]$/s);
    assert.doesNotMatch([problem.where, problem.why, problem.fix].join(" "), /undefined|NaN|null|\[object/);
    return true;
  };
}
