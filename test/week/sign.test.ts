import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { signAsInvented, type InventedSigning } from "../../support/cli/week/sign";
import { readJournal } from "../../support/journal/read-journal";
import type { RunResult } from "../../support/model/run-result";
import { createRedactor } from "../../support/reporting/redact";
import { inFolder } from "../clients/temporary-folder";
import { checkOf, runOf } from "../reporting/run-results";
import { RUNBOOK } from "../sign-off/items-for";

const release = { id: "phase4-2.0.0", service: "phase4", canaryVersion: "2.0.0", legacyVersion: "1.9.4" };
const people: InventedSigning["place"]["environment"]["people"] = [
  { name: "Mina Kim", roles: ["release-owner"] },
  { name: "Jonas Weber", roles: ["on-call-engineer"] },
  { name: "Lena Fischer", roles: ["product-owner"] },
];
const rehearsed = { variables: {}, secrets: {} };

const awaiting = (id: string) =>
  checkOf({ items: [id], scenario: `${id} is signed`, outcome: "inconclusive", cause: "awaiting-sign-off" });

async function signedAfter(result: RunResult, of: Partial<InventedSigning> = {}) {
  return inFolder({}, async (folder) => {
    const place = { environment: { name: "rehearsal", release, people }, rehearsed };
    const given = { place, folder, runbook: RUNBOOK, unsigned: [], redactor: createRedactor({}), ...of };
    const signed = await signAsInvented(result, given);
    const { entries } = await readJournal(join(folder, "rehearsal"));
    return { signed: signed.map(({ item, name, role, answer }) => `${item} ${name} ${role} ${answer}`), entries };
  });
}

describe("the rehearsal's invented people", () => {
  test("sign what only awaits them, each role by its person, and the record says that they are invented", async () => {
    const { signed, entries } = await signedAfter(runOf([awaiting("D4-M1"), awaiting("D4-M3")]));
    assert.deepEqual(signed, [
      "D4-M1 Mina Kim release-owner yes",
      "D4-M1 Jonas Weber on-call-engineer yes",
      "D4-M3 Mina Kim release-owner yes",
    ]);
    const notes = entries.map((entry) => (entry.kind === "sign-off" ? entry.note : entry.kind));
    assert.deepEqual([...new Set(notes)], ["Invented for the rehearsal, after run-1."]);
  });

  test("sign nothing that was not shown to them", async () => {
    assert.deepEqual((await signedAfter(runOf([checkOf({ items: ["D4-M2"] })]))).signed, []);
  });

  test("do not sign an item whose other check failed", async () => {
    const failed = checkOf({ items: ["D4-M3"], outcome: "failed", summary: "no rollback endpoint" });
    assert.deepEqual((await signedAfter(runOf([failed, awaiting("D4-M3")]))).signed, []);
  });

  test("do not stand in for a source that cannot tell: that is what a fault shows", async () => {
    const untold = checkOf({ items: ["D7-7"], outcome: "inconclusive", cause: "too-few-samples" });
    assert.deepEqual((await signedAfter(runOf([untold]))).signed, []);
  });

  test("sign in place of a source where none is named: nothing else can tell", async () => {
    assert.deepEqual((await signedAfter(runOf([awaiting("D7-7")]))).signed, ["D7-7 Lena Fischer product-owner yes"]);
  });

  test("leave out a role that is not to sign", async () => {
    const { signed } = await signedAfter(runOf([awaiting("D4-M1"), awaiting("D4-M3")]), {
      unsigned: ["release-owner"],
    });
    assert.deepEqual(signed, ["D4-M1 Jonas Weber on-call-engineer yes"]);
  });

  const refused = /^Error: Nobody signs for people in .*: only a rehearsal invents them\.$/;

  test("are none of another environment, and nothing is written", async () => {
    const environment = { name: "production", release, people };
    for (const place of [{ environment, rehearsed }, { environment }])
      await assert.rejects(signedAfter(runOf([awaiting("D4-M3")]), { place }), refused);
  });

  test("are none where no rehearsal stands, whatever an environment is called", async () => {
    const place = { environment: { name: "rehearsal", release, people } };
    await assert.rejects(signedAfter(runOf([awaiting("D4-M3")]), { place }), refused);
  });

  test("sign no run that is not a rehearsal's", async () => {
    await assert.rejects(signedAfter(runOf([awaiting("D4-M3")], { rehearsal: false })), refused);
  });
});
