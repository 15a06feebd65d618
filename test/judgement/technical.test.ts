import { describe } from "node:test";
import { judgeApiDocumentation } from "../../support/judgement/api-documentation";
import { judgeAppStart } from "../../support/judgement/app-start";
import { judgeKeepsValue, judgePing, judgePrimary } from "../../support/judgement/cache";
import { judgeMigrations } from "../../support/judgement/migrations";
import { judgeTestRun } from "../../support/judgement/test-run";
import type { ApiDocumentation } from "../../support/model/readings/api-documentation";
import type { CacheState } from "../../support/model/readings/cache-state";
import type { MigrationState } from "../../support/model/readings/migrations";
import { judgements } from "./expectation";
import { appStart, commandEnd, testRun } from "./readings";

const EXPECTED = { passed: 62, failed: 0, errors: 0, skipped: 0 };
const BANNER = "Phase 4 API v2 routes registered successfully";

describe("the service's tests", () =>
  judgements({
    "exactly the expected counts": [
      judgeTestRun(testRun({ passed: 62 }), EXPECTED),
      { outcome: "passed", says: "62 passed, 0 failed" },
    ],
    "one failed": [
      judgeTestRun(testRun({ passed: 61, failed: 1 }, { exitCode: 1 }), EXPECTED),
      { outcome: "failed", says: "test_weights (assert 5 == 6)" },
    ],
    "one skipped": [
      judgeTestRun(testRun({ passed: 61, skipped: 1 }), EXPECTED),
      { outcome: "failed", says: "a skipped test proves nothing" },
    ],
    "one more than the runbook says": [
      judgeTestRun(testRun({ passed: 63 }), EXPECTED),
      { outcome: "failed", says: "added or removed" },
    ],
    "nothing collected": [
      judgeTestRun(testRun({}, { exitCode: 5 }), EXPECTED),
      { outcome: "failed", says: "No test was collected" },
    ],
    "an error while collecting": [
      judgeTestRun(testRun({ passed: 62, errors: 1 }), EXPECTED),
      { outcome: "failed", says: "1 errors" },
    ],
    "right counts, yet exit code 3": [
      judgeTestRun(testRun({ passed: 62 }, { exitCode: 3 }), EXPECTED),
      { outcome: "failed", says: "exit code 3" },
    ],
    "no report": [
      judgeTestRun({ end: commandEnd({ exitCode: 4 }), report: null, reportProblem: "The file is cut off." }, EXPECTED),
      { outcome: "failed", says: "The file is cut off." },
    ],
    "still running at its deadline": [
      judgeTestRun(
        { end: commandEnd({ exitCode: null, timedOut: true }), report: null, reportProblem: null },
        EXPECTED,
      ),
      { outcome: "inconclusive", cause: "timed-out", says: "had not ended after 1.2 s" },
    ],
    "not started": [
      judgeTestRun(
        { end: commandEnd({ exitCode: null, notStarted: "no such program" }), report: null, reportProblem: null },
        EXPECTED,
      ),
      { outcome: "inconclusive", cause: "not-executed", says: "no such program" },
    ],
  }));

describe("the start of the application", () =>
  judgements({
    "announced, complete, answering with its version": [
      judgeAppStart(appStart(), BANNER, "2.0.0"),
      { outcome: "passed", says: "version 2.0.0" },
    ],
    "ends after its announcement": [
      judgeAppStart(appStart({ exitCode: 1, isStartupComplete: false, answer: null }), BANNER, "2.0.0"),
      { outcome: "failed", says: "exit code 1 before it was up, after its announcement" },
    ],
    "never announced": [
      judgeAppStart(appStart({ isBannerSeen: false }), BANNER, "2.0.0"),
      { outcome: "failed", says: `did not say "${BANNER}"` },
    ],
    "start-up not complete": [
      judgeAppStart(appStart({ isStartupComplete: false, answer: null }), BANNER, "2.0.0"),
      { outcome: "failed", says: "did not complete" },
    ],
    "answers 503": [
      judgeAppStart(appStart({ answer: { status: 503, version: null } }), BANNER, "2.0.0"),
      { outcome: "failed", says: "answered with status 503" },
    ],
    "never answers": [
      judgeAppStart(appStart({ answer: null }), BANNER, "2.0.0"),
      { outcome: "failed", says: "never answered" },
    ],
    "another version": [
      judgeAppStart(appStart({ answer: { status: 200, version: "1.9.4" } }), BANNER, "2.0.0"),
      { outcome: "failed", says: "answers with version 1.9.4; expected is the canary's, 2.0.0" },
    ],
    "no version": [
      judgeAppStart(appStart({ answer: { status: 200, version: null } }), BANNER, "2.0.0"),
      { outcome: "failed", says: "version none" },
    ],
    "not started": [
      judgeAppStart(appStart({ notStarted: "no such folder", answer: null }), BANNER, "2.0.0"),
      { outcome: "inconclusive", cause: "not-executed", says: "no such folder" },
    ],
  }));

function documentation(given: Partial<ApiDocumentation> = {}): ApiDocumentation {
  const both = ["GET /a", "POST /b"];
  return {
    pageUrl: "http://a/docs",
    documentUrl: "http://a/openapi.json",
    section: "Phase 4",
    pageStatus: 200,
    shown: both,
    documented: both,
    pageErrors: [],
    ...given,
  };
}

describe("the API documentation", () =>
  judgements({
    "page and document show what is expected": [
      judgeApiDocumentation(documentation(), 2),
      { outcome: "passed", says: "shows 2 endpoints" },
    ],
    "one endpoint is in neither": [
      judgeApiDocumentation(documentation(), 3),
      { outcome: "failed", says: "expected are 3" },
    ],
    "the page leaves one out": [
      judgeApiDocumentation(documentation({ shown: ["GET /a"] }), 2),
      { outcome: "failed", says: "not shown POST /b" },
    ],
    "the page draws nothing": [
      judgeApiDocumentation(documentation({ shown: [], pageErrors: ["script blocked"] }), 2),
      { outcome: "failed", says: "script blocked" },
    ],
    "nothing is expected and nothing drawn": [
      judgeApiDocumentation(documentation({ shown: [], documented: [] }), 0),
      { outcome: "failed", says: "draws no endpoint" },
    ],
    "the page does not answer": [
      judgeApiDocumentation(documentation({ pageStatus: null, shown: [] }), 2),
      { outcome: "failed", says: "none: no answer" },
    ],
  }));

function migrations(
  current: readonly string[],
  heads: readonly string[],
  given: Partial<MigrationState> = {},
): MigrationState {
  return {
    upgrade: commandEnd(),
    current: { end: commandEnd(), revisions: current },
    heads: { end: commandEnd(), revisions: heads },
    isDatabaseUnreachable: false,
    ...given,
  };
}

describe("the migrations", () =>
  judgements({
    "at the one head": [judgeMigrations(migrations(["c3"], ["c3"])), { outcome: "passed", says: "stands at c3" }],
    "at all of several heads": [
      judgeMigrations(migrations(["c3", "d4"], ["d4", "c3"])),
      { outcome: "passed", says: "c3, d4" },
    ],
    behind: [
      judgeMigrations(migrations(["b2"], ["c3"])),
      { outcome: "failed", says: "stands at b2; the heads of the migrations are c3" },
    ],
    "at one of two heads": [
      judgeMigrations(migrations(["c3"], ["c3", "d4"])),
      { outcome: "failed", says: "merge them" },
    ],
    "no revision at all": [judgeMigrations(migrations([], ["c3"])), { outcome: "failed", says: "no revision" }],
    "no revision and no heads": [judgeMigrations(migrations([], [])), { outcome: "failed", says: "no revision" }],
    "at head, yet the upgrade failed": [
      judgeMigrations(
        migrations(["c3"], ["c3"], { upgrade: commandEnd({ command: "alembic upgrade head", exitCode: 255 }) }),
      ),
      { outcome: "failed", says: '"alembic upgrade head" ended with exit code 255' },
    ],
    "behind, and no upgrade permitted": [
      judgeMigrations(migrations(["b2"], ["c3"], { upgrade: null })),
      { outcome: "failed", says: "does not permit" },
    ],
    "database out of reach": [
      judgeMigrations(migrations([], ["c3"], { isDatabaseUnreachable: true, upgrade: commandEnd({ exitCode: 1 }) })),
      { outcome: "inconclusive", cause: "unreachable", says: "could not be reached" },
    ],
    "a command that hangs": [
      judgeMigrations(migrations(["c3"], ["c3"], { upgrade: commandEnd({ exitCode: null, timedOut: true }) })),
      { outcome: "inconclusive", cause: "timed-out", says: "did not end in time" },
    ],
    "no such program": [
      judgeMigrations(migrations([], [], { upgrade: commandEnd({ exitCode: null, notStarted: "no alembic" }) })),
      { outcome: "inconclusive", cause: "not-executed", says: "no alembic" },
    ],
  }));

function cache(given: Partial<Extract<CacheState, { kind: "answered" }>> = {}): CacheState {
  return {
    kind: "answered",
    where: "redis://a:1",
    ping: "PONG",
    role: "master",
    isLoading: false,
    marker: "done",
    latencyMs: 1,
    ...given,
  };
}
const SILENT: CacheState = { kind: "no-answer", where: "redis://a:1", why: "connection refused" };

describe("the cache server", () =>
  judgements({
    "answers PONG": [judgePing(cache(), "PONG"), { outcome: "passed", says: "PONG" }],
    "does not answer": [judgePing(SILENT, "PONG"), { outcome: "failed", says: "connection refused" }],
    "is loading": [
      judgePing(cache({ ping: "LOADING Redis is loading", role: null, isLoading: true }), "PONG"),
      { outcome: "failed", says: "still loading" },
    ],
    "is a loaded primary": [judgePrimary(cache()), { outcome: "passed", says: "primary" }],
    "is a replica": [judgePrimary(cache({ role: "replica" })), { outcome: "failed", says: "role is replica" }],
    "does not say its role": [judgePrimary(cache({ role: null })), { outcome: "failed", says: "role is unknown" }],
    "does not say whether it loads": [judgePrimary(cache({ isLoading: null })), { outcome: "failed", says: "loading" }],
    "does not answer, so it is no primary": [judgePrimary(SILENT), { outcome: "failed", says: "does not answer" }],
    "keeps a value": [judgeKeepsValue(cache()), { outcome: "passed", says: "read back" }],
    "refuses a value": [
      judgeKeepsValue(cache({ marker: { problem: "READONLY" } })),
      { outcome: "failed", says: "READONLY" },
    ],
    "does not answer, so it keeps nothing": [judgeKeepsValue(SILENT), { outcome: "failed", says: "does not answer" }],
  }));
