import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import type { Systems } from "../../support/assembly";
import { judgeAgain } from "../../support/replay/judge-again";
import { samenessLines } from "../../support/replay/sameness";
import { readStoredRun } from "../../support/replay/stored-run";
import { page, server } from "../judgement/readings";
import { itemsOf, PROJECT_FOLDER, recordRun } from "./record-run";

const base = mkdtempSync(path.join(tmpdir(), "replay-interrupted-"));
after(() => rmSync(base, { recursive: true, force: true }));

const FEATURES = path.join(__dirname, "fixtures");
const SUPPORT = ["support/world.ts", "support/hooks.ts", "test/replay/fixtures/readings.steps.ts"];
const RUNBOOK = itemsOf(["D3-T1", "D3-T2", "D3-T3"]);

test("a run that was interrupted is as inconclusive when it is judged again", async () => {
  const interrupt = new AbortController();
  const systems: Partial<Systems> = {
    cache: () => ({
      askReadiness: async () => {
        const marker = "done";
        return { kind: "answered", where: "", ping: "PONG", role: null, isLoading: null, marker, latencyMs: 1 };
      },
    }),
    // The answer comes, and with it the interruption: what is concluded from it does not count.
    servers: () => ({
      okStatus: "ok",
      askAllHealth: async () => {
        interrupt.abort(new Error("interrupted by SIGINT"));
        return [server()];
      },
    }),
    paging: () => ({ sendTestAlert: async () => page() }),
  };
  const options = { signal: interrupt.signal, concurrency: 1 };
  const code = { features: FEATURES, supportPaths: SUPPORT, runbook: RUNBOOK };
  await recordRun({ ...code, runFolder: base, systems: () => systems, options });

  const run = readStoredRun(base);
  const again = await judgeAgain(run, { featurePaths: [FEATURES], cwd: PROJECT_FOLDER, ...code });
  assert.deepEqual(
    again.result.checks.slice(0, 3).map(({ items, outcome, cause, summary }) => [...items, outcome, cause, summary]),
    [
      ["D3-T1", "passed", null, "1 ms, limit 100 ms"],
      ["D3-T2", "inconclusive", "not-executed", "The check was interrupted before its answer was whole."],
      ["D3-T3", "not-run", null, "The check was not started: the run"],
    ],
  );
  assert.equal(again.result.reasons[0], "The run: The run was interrupted before its end.");
  assert.deepEqual(again.differences, []);
  assert.deepEqual(samenessLines(run, again), [
    "The same verdict: INCONCLUSIVE, 11 checks alike (9 of them never begun, then and now).",
  ]);
});
