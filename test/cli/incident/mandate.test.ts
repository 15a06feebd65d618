import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, test } from "node:test";
import { rollbackMandate } from "../../../support/cli/incident/mandate";
import type { Environment } from "../../../support/environment/schema";

const RELEASE = { id: "r", service: "phase4", canaryVersion: "2.0.0", legacyVersion: "1.9.4" };
const place = (permits: Environment["permits"]) => ({ name: "production", permits, release: RELEASE });
const NEVER = new AbortController().signal;
const QUESTION = 'Write "production" to permit that: ';

/** Two ends of a terminal; without one, nobody can be asked. */
function terminal(isTTY: boolean) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  return { input: Object.assign(input, { isTTY }), output: Object.assign(output, { isTTY }) };
}

/** Resolves when the question stands there. */
function questionOn(output: PassThrough): Promise<void> {
  let text = "";
  return new Promise((resolve) => {
    output.on("data", (piece: Buffer) => {
      text += piece.toString();
      if (text.includes(QUESTION)) resolve();
    });
  });
}

describe("a run may roll back", () => {
  const cases: Readonly<Record<string, readonly [boolean, boolean, Environment["permits"], RegExp | null]>> = {
    "where it was asked for, is permitted and confirmed": [true, true, ["roll-back"], null],
    "never where it was not asked for": [false, true, ["roll-back"], /only reads; npm run incident -- --roll-back/],
    "never where the environment does not permit it": [true, true, ["app-start"], /production does not permit it/],
    "never without a confirmation, where nobody can be asked": [true, false, ["roll-back"], /not confirmed: add --yes/],
  };
  for (const [sentence, [isAsked, isConfirmed, permits, refusal]] of Object.entries(cases))
    test(sentence, async () => {
      const mandate = await rollbackMandate({ isAsked, isConfirmed }, place(permits), NEVER, terminal(false));
      if (refusal === null) assert.equal(mandate.refusal, null);
      else assert.match(mandate.refusal ?? "", refusal);
    });
});

describe("a run that asks at a terminal whether it may roll back", () => {
  /** Asks, and has this happen when the question stands there. */
  async function asked(happens: (keys: PassThrough, interrupt: AbortController) => void): Promise<string | null> {
    const interrupt = new AbortController();
    const ends = terminal(true);
    const question = questionOn(ends.output);
    const wish = { isAsked: true, isConfirmed: false };
    const mandate = rollbackMandate(wish, place(["roll-back"]), interrupt.signal, ends);
    await question;
    happens(ends.input, interrupt);
    return (await mandate).refusal;
  }
  const REFUSED = 'It was not confirmed: "production" was not written.';

  test("may where its name is written", async () =>
    assert.equal(await asked((keys) => keys.write("production\n")), null));
  test("may not where something else is", async () =>
    assert.equal(await asked((keys) => keys.write("yes\n")), REFUSED));
  test("may not where the input ends", async () => assert.equal(await asked((keys) => keys.write("\u0004")), REFUSED));
  test("does not wait any more when the command is interrupted", { timeout: 5_000 }, async () =>
    assert.equal(await asked((_, interrupt) => interrupt.abort()), REFUSED),
  );
  test("takes Ctrl+C as the interruption of the command", { timeout: 5_000 }, async (t) => {
    const awake = setTimeout(() => undefined, 5_000); // as a real terminal keeps it; a signal alone does not
    t.after(() => clearTimeout(awake));
    const refusal = await asked((keys, interrupt) => {
      process.once("SIGINT", () => interrupt.abort());
      keys.write("\u0003");
    });
    assert.equal(refusal, REFUSED);
  });
});
