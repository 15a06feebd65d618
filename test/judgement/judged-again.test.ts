import { describe, it } from "node:test";
import { expect } from "chai";
import { isWorthAskingAgain, type AskedCheck } from "../../support/judgement/judged-again";
import { CAUSES, type Cause } from "../../support/model/outcome";

const PASSED: AskedCheck = { outcome: "passed", cause: null };
const FAILED: AskedCheck = { outcome: "failed", cause: null };
const NOT_RUN: AskedCheck = { outcome: "not-run", cause: null };
const open = (cause: Cause): AskedCheck => ({ outcome: "inconclusive", cause });

/** Causes that lie with the instrument, or with samples that had not arrived yet. */
const MENDS: readonly Cause[] = [
  "stale",
  "partial-coverage",
  "provider-warning",
  "unreachable",
  "unauthorised",
  "timed-out",
];

describe("a run is worth asking again", () => {
  for (const cause of CAUSES)
    it(`${MENDS.includes(cause) ? "for" : "not for"} ${cause}`, () => {
      expect(isWorthAskingAgain([PASSED, open(cause)])).to.equal(MENDS.includes(cause));
    });

  const cases: Readonly<Record<string, readonly [readonly AskedCheck[], boolean]>> = {
    "not where all passed": [[PASSED, PASSED], false],
    "not where nothing was checked": [[], false],
    "not where something failed": [[FAILED, open("unreachable")], false],
    "not where something did not run": [[NOT_RUN, open("unreachable")], false],
    "not where something stays open all the same": [[open("unreachable"), open("too-few-samples")], false],
    "where all that is open may mend": [[open("unreachable"), open("stale"), PASSED], true],
  };
  for (const [sentence, [checks, expected]] of Object.entries(cases))
    it(sentence, () => {
      expect(isWorthAskingAgain(checks)).to.equal(expected);
    });
});
