import { describe } from "node:test";
import { judgeNoRecordedRollback } from "../../support/judgement/recorded-rollbacks";
import type { RecordedRollbacks } from "../../support/model/readings/recorded-rollbacks";
import { judgements } from "./expectation";

const window = { start: "2025-10-22T14:00:00.000Z", end: "2025-10-25T14:00:00.000Z" };
const judge = (given: Partial<RecordedRollbacks>) =>
  judgeNoRecordedRollback({ where: "journal.ndjson of production", window, steps: [], problems: [], ...given });
const steps = [{ at: "2025-10-24T03:00:00.000Z", step: "asked", detail: "POST answered 200" }];

describe("the rollbacks that the journal has", () =>
  judgements({
    none: [judge({}), { outcome: "passed", says: "No rollback is recorded." }],
    one: [judge({ steps }), { outcome: "failed", says: "asked at 2025-10-24T03:00:00.000Z (POST answered 200)" }],
    "one, in a damaged journal": [
      judge({ steps, problems: ["line 3: changed"] }),
      { outcome: "failed", says: "has a rollback in the window" },
    ],
    "none, but the journal is damaged": [
      judge({ problems: ["line 3: its digest is another"] }),
      { outcome: "inconclusive", cause: "partial-coverage", says: "line 3: its digest is another" },
    ],
  }));
