import { describe } from "node:test";
import { judgeOrSigned, judgeTold } from "../../support/judgement/or-signed";
import type { Judgement } from "../../support/model/judgement";
import type { SignOffAnswer, SignOffReading } from "../../support/model/readings/sign-offs";
import type { Signers } from "../../support/model/signers";
import { judgements } from "./expectation";

const problem = (what: string) => ({ what, where: "the survey", why: "Users say so.", fix: "Ask them." });
const PASSED: Judgement = { outcome: "passed", summary: "90 % are positive.", measurements: [] };
const FAILED: Judgement = {
  outcome: "failed",
  summary: "10 %",
  measurements: [],
  problems: [problem("10 % are positive.")],
};
const FEW: Judgement = {
  outcome: "inconclusive",
  cause: "too-few-samples",
  summary: "3 answers.",
  measurements: [],
  problems: [problem("3 answers.")],
};
const UNNAMED = judgeTold(
  { kind: "untold", cause: "not-executed", problems: [problem("feedback is missing.")] },
  () => PASSED,
);

const answer = (given: "yes" | "no"): SignOffAnswer => ({
  name: "Yuna Han",
  role: "product-owner",
  answer: given,
  note: null,
  link: null,
  at: "2025-10-25T12:00:00.000Z",
  expiresAt: null,
});
const SIGNERS: Signers = { roles: ["product-owner", "phase4-lead"], isDistinct: false, isOneEnough: true };
function joined(source: Judgement, answers: readonly SignOffAnswer[], problems: readonly string[] = []): Judgement {
  const at = "2025-10-25T14:00:00.000Z";
  const about = { where: "journal.ndjson of test", item: "D7-7", release: "r", version: "2.0.0", at, lapsed: [] };
  const reading: SignOffReading = { ...about, answers, problems };
  return judgeOrSigned(source, reading, SIGNERS);
}

describe("a source, or people in its place", () =>
  judgements({
    "the source passes, nobody was asked": [joined(PASSED, []), { outcome: "passed", says: /^90 % are positive\.$/ }],
    "the source passes, a person says no": [
      joined(PASSED, [answer("no")]),
      { outcome: "failed", says: "Yuna Han (product owner) says no to D7-7." },
    ],
    "the source fails, a person says yes": [
      joined(FAILED, [answer("yes")]),
      { outcome: "failed", says: "10 % are positive." },
    ],
    "both say no": [joined(FAILED, [answer("no")]), { outcome: "failed", says: /says no[^]*10 % are positive/ }],
    "the source cannot tell, a person says yes": [
      joined(FEW, [answer("yes")]),
      { outcome: "passed", says: "D7-7 is signed by Yuna Han (product owner). In place of the source: 3 answers." },
    ],
    "the source cannot tell, nobody signed": [
      joined(FEW, []),
      { outcome: "inconclusive", cause: "too-few-samples", says: /^3 answers\.[^]*awaits the sign-off/ },
    ],
    "the source cannot tell, a person says no": [joined(FEW, [answer("no")]), { outcome: "failed", says: "says no" }],
    "there is no source, a person says yes": [
      joined(UNNAMED, [answer("yes")]),
      { outcome: "passed", says: "In place of the source: feedback is missing." },
    ],
    "there is no source, nobody signed": [
      joined(UNNAMED, []),
      {
        outcome: "inconclusive",
        cause: "awaiting-sign-off",
        says: /^D7-7 awaits the sign-off of: product owner or Phase 4 lead\.[^]*feedback is missing/,
      },
    ],
    "there is no source, a person says yes in a damaged journal": [
      joined(UNNAMED, [answer("yes")], ["line 2: changed"]),
      { outcome: "inconclusive", cause: "no-data", says: "The journal is damaged" },
    ],
    "the source told, so it is judged": [
      judgeTold({ kind: "told", reading: 7 }, () => PASSED),
      { outcome: "passed", says: "90 %" },
    ],
  }));
