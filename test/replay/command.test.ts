import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { execa } from "execa";
import { FEATURES, SUPPORT_CODE } from "../../support/cli/phase/session-for";
import { readRunbook } from "../../support/environment/runbook";
import type { Systems } from "../../support/assembly";
import { featureDigests, type FileDigest } from "../../support/replay/feature-digests";
import * as readings from "../judgement/readings";
import { PROJECT_FOLDER, recordRun } from "./record-run";

const base = mkdtempSync(path.join(tmpdir(), "replay-command-"));
after(() => rmSync(base, { recursive: true, force: true }));

/** The systems of Day 3, all of them as they should be. */
const SYSTEMS: Partial<Systems> = {
  service: () => ({
    runTests: async (suite) => readings.testRun({ passed: suite === "unit" ? 62 : 30 }),
    startApplication: async () => readings.appStart(),
  }),
  apiDocumentation: () => ({
    open: async (section) => {
      const operations = Array.from({ length: 11 }, (_, index) => `GET /api/v2/canary/${index}`);
      const urls = { pageUrl: "http://app/docs", documentUrl: "http://app/openapi.json" };
      return { ...urls, section, pageStatus: 200, shown: operations, documented: operations, pageErrors: [] };
    },
  }),
  database: () => ({
    bringToNewestRevision: async () => {
      const state = { end: readings.commandEnd(), revisions: ["0007"] };
      return { upgrade: readings.commandEnd(), current: state, heads: state, isDatabaseUnreachable: false };
    },
  }),
  cache: () => ({
    askReadiness: async () =>
      ({
        ...{ kind: "answered", where: "redis", ping: "PONG", role: "master", isLoading: false },
        ...{ marker: "done", latencyMs: 1 },
      }) as const,
  }),
  servers: () => ({ okStatus: "ok", askAllHealth: async () => [readings.server()] }),
  loadBalancer: () => ({ readShares: async () => readings.shares() }),
  monitoring: () => ({ readState: async () => readings.scrapeState() }),
  dashboard: () => ({ open: async () => readings.dashboard() }),
  logStores: () => ({ awaitMarkedLine: async () => [readings.arrival()] }),
  chat: () => ({ postTestMessage: async () => readings.message() }),
  paging: () => ({ sendTestAlert: async () => readings.page() }),
};

const PERMITS = ["app-start", "cache-marker", "log-marker", "slack-test-message", "pagerduty-test-alert"];
const recorded = path.join(base, "recorded");

before(() => record(recorded, featureDigests(FEATURES)));

async function record(runFolder: string, digests: readonly FileDigest[]): Promise<void> {
  const runbook = readRunbook(path.join(FEATURES, "runbook.yaml"));
  const code = { features: FEATURES, supportPaths: SUPPORT_CODE, runbook, digests };
  await recordRun({ ...code, runFolder, systems: () => SYSTEMS, permits: PERMITS });
}

/** JSON without the fields that say when and how long. */
function withoutClock(json: unknown): unknown {
  const clock = new Set(["startedAt", "finishedAt", "durationMs"]);
  return JSON.parse(JSON.stringify(json, (key, value: unknown) => (clock.has(key) ? undefined : value)));
}

async function replay(...options: string[]): Promise<{ exitCode: number | undefined; output: string }> {
  const { exitCode, all } = await execa(
    process.execPath,
    ["--require", "ts-node/register", path.join("support", "cli", "replay.ts"), ...options],
    { cwd: PROJECT_FOLDER, reject: false, all: true, stdin: "ignore", timeout: 60_000 },
  );
  return { exitCode, output: all };
}

function copyOf(name: string): string {
  const folder = path.join(base, name);
  cpSync(recorded, folder, { recursive: true });
  return folder;
}

describe("npm run replay", () => {
  test("a preflight's record: the same verdict, exit code 0; with --out, what came of it is written", async () => {
    const out = path.join(base, "out");
    const { exitCode, output } = await replay(recorded, "--out", out);
    assert.match(output, /The same verdict: GO, 14 checks alike\.$/m);
    assert.equal(exitCode, 0, output);
    const written: unknown = JSON.parse(readFileSync(path.join(out, "replay.json"), "utf8"));
    const stored: unknown = JSON.parse(readFileSync(path.join(recorded, "verdict.json"), "utf8"));
    assert.deepEqual(withoutClock(written), {
      schemaVersion: 1,
      replayOf: "20251021T140000Z-preflight-test",
      limits: null,
      differences: [],
      verdict: withoutClock(stored),
    });
    assert.deepEqual(readdirSync(out), ["replay.json"]);
    assert.deepEqual(readdirSync(recorded).sort(), ["evidence", "inputs.json", "run-events.json", "verdict.json"]);
  });

  test("an edited outcome: exit code 1, and the field is named", async () => {
    const folder = copyOf("edited");
    const file = path.join(folder, "verdict.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"outcome": "passed"', '"outcome": "failed"'));
    const { exitCode, output } = await replay(folder);
    assert.match(output, /D3-T1: outcome: stored "failed", judged again "passed"/);
    assert.equal(exitCode, 1, output);
  });

  test("a changed reading: exit code 3, and its check is named", async () => {
    const folder = copyOf("changed");
    const inside = path.join(folder, "evidence", "D3-I1");
    const [name = ""] = readdirSync(inside);
    writeFileSync(path.join(inside, name), `${readFileSync(path.join(inside, name), "utf8")} `);
    const { exitCode, output } = await replay(folder);
    assert.match(output, /evidence\/D3-I1\/\S+ \(D3-I1: .*\): this evidence was changed/);
    assert.equal(exitCode, 3, output);
  });

  test("features that have changed since the run are named, and judged with", async () => {
    const folder = path.join(base, "features");
    const digests = featureDigests(FEATURES).filter((file) => !file.path.endsWith("cache.feature"));
    const gone = { path: "01-day-3-technical/gone.feature", sha256: "0" };
    const old = digests.map((file) => (file.path.endsWith("servers.feature") ? { ...file, sha256: "0" } : file));
    await record(folder, [...old, gone]);
    const { exitCode, output } = await replay(folder);
    assert.deepEqual(output.split("\n"), [
      "The features have changed since the run; it is judged with the present ones:",
      "  02-day-3-infrastructure/servers.feature has changed.",
      "  01-day-3-technical/gone.feature is gone.",
      "  01-day-3-technical/cache.feature is new.",
      "The same verdict: GO, 14 checks alike.",
    ]);
    assert.equal(exitCode, 0, output);
  });

  test("a limit that its item's check does not have: exit code 3, and nothing is written", async () => {
    const limits = path.join(base, "limits.yaml");
    writeFileSync(limits, "limits:\n  D3-T1: { error rate: 0.1 % }\n");
    const out = path.join(base, "not-written");
    const { exitCode, output } = await replay(recorded, "--limits", limits, "--out", out);
    assert.match(output, /D3-T1, error rate: the check of D3-T1 was judged without asking for this limit/);
    assert.equal(exitCode, 3, output);
    assert.equal(existsSync(out), false);
  });

  test("without a run folder, or with an unknown option: exit code 3", async () => {
    const [none, unknown] = await Promise.all([replay(), replay(recorded, "--bogus")]);
    assert.match(none.output, /missing required argument 'run folder'/);
    assert.match(unknown.output, /unknown option '--bogus'/);
    assert.deepEqual([none.exitCode, unknown.exitCode], [3, 3]);
  });
});
