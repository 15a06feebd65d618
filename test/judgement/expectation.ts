import { it } from "node:test";
import { expect } from "chai";
import type { Judgement } from "../../support/model/judgement";

/** One row of a judgement's table: what is expected of it. */
export interface Expected {
  readonly outcome: Judgement["outcome"];
  readonly cause?: string;
  /** Must stand in the first problem's text, or in the summary where it passes. */
  readonly says: string | RegExp;
}

/** A table of judgements, keyed by sentences: each row becomes a test. */
export function judgements(rows: Readonly<Record<string, readonly [Judgement, Expected]>>): void {
  for (const [sentence, [judgement, expected]] of Object.entries(rows)) {
    it(`${sentence}: ${expected.outcome}`, () => {
      expect(judgement.outcome).to.equal(expected.outcome);
      if (judgement.outcome === "inconclusive") expect(judgement.cause).to.equal(expected.cause);
      expect(spoken(judgement)).to.match(typeof expected.says === "string" ? literal(expected.says) : expected.says);
      if (judgement.outcome !== "passed") expectExplained(judgement);
    });
  }
}

function spoken(judgement: Judgement): string {
  if (judgement.outcome === "passed") return judgement.summary;
  return judgement.problems.flatMap(({ what, why, fix }) => [what, why, fix]).join("\n");
}

function expectExplained({ problems }: Exclude<Judgement, { outcome: "passed" }>): void {
  expect(problems).to.have.length.above(0);
  for (const { what, where, why, fix } of problems) {
    for (const sentence of [what, where, why, fix]) expect(sentence.trim()).not.to.equal("");
    expect(`${what} ${why} ${fix}`).not.to.match(/undefined|NaN|\[object/);
  }
}

function literal(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
}
