import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rollbackMandate } from "../../../support/cli/incident/mandate";
import type { Environment } from "../../../support/environment/schema";

const RELEASE = { id: "r", service: "phase4", canaryVersion: "2.0.0", legacyVersion: "1.9.4" };
const place = (permits: Environment["permits"]) => ({ name: "production", permits, release: RELEASE });
const NO_TERMINAL = { input: process.stdin, output: process.stdout };

describe("a run may roll back", () => {
  const cases: Readonly<Record<string, readonly [boolean, boolean, Environment["permits"], RegExp | null]>> = {
    "where it was asked for, is permitted and confirmed": [true, true, ["roll-back"], null],
    "never where it was not asked for": [false, true, ["roll-back"], /only reads; npm run incident -- --roll-back/],
    "never where the environment does not permit it": [true, true, ["app-start"], /production does not permit it/],
    "never without a confirmation, where nobody can be asked": [true, false, ["roll-back"], /not confirmed: add --yes/],
  };
  for (const [sentence, [isAsked, isConfirmed, permits, refusal]] of Object.entries(cases))
    test(sentence, async () => {
      const mandate = await rollbackMandate({ isAsked, isConfirmed }, place(permits), NO_TERMINAL);
      if (refusal === null) assert.equal(mandate.refusal, null);
      else assert.match(mandate.refusal ?? "", refusal);
    });
});
