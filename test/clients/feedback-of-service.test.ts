import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { SWAGGER_FOLDER } from "../../rehearsal/blueprint";
import { copyService, migrate, startInstance } from "../../rehearsal/parts/phase4";
import { seedService } from "../../rehearsal/seed/seed-service";
import type { SeedWishes } from "../../rehearsal/seed/service-content";
import { Site } from "../../rehearsal/site";
import { createFeedback, type FeedbackOptions } from "../../support/clients/feedback";
import { createReadiness, type ReadinessOptions } from "../../support/clients/readiness";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../support/errors";
import { createTestContext } from "./test-context";
import { closedPort, connectionTo } from "./transport/local-servers";

const site = new Site({ dataFolder: undefined, deadlineMs: 120_000, interrupt: undefined });
const folder = site.path("service");
const databaseUrl = `sqlite:///${site.path("service.sqlite")}`;
const { context } = createTestContext({ environment: "rehearsal" });
let url = "";

const VERSION = "2.0.0";
const CHECKPOINTS = ["10-22T15:45", "10-23T08:00", "10-23T12:00", "10-23T16:00", "10-24T08:00", "10-25T14:00"];
const at = (time: string) => `2025-${time}:00.000Z`;
const WHOLE = { start: at("10-22T14:00"), end: at("10-25T14:00") };
const LAST_48_HOURS = { start: at("10-23T14:00"), end: at("10-25T14:00") };

function feedback() {
  const options: FeedbackOptions = {
    connection: connectionTo(url, { system: "Phase 4 feedback" }),
    path: "/api/v2/feedback/summary?version={version}&since={since}&until={until}",
    controlPath: "/api/v2/feedback/summary?version={version}",
    timeFormat: "iso",
    answers: {
      kind: "counts",
      answers: "/answers",
      positive: "/positive",
      neutral: "/neutral",
      negative: "/negative",
      version: "/version",
    },
  };
  return createFeedback(options, context);
}

function readiness() {
  const options: ReadinessOptions = {
    connection: connectionTo(url, { system: "Phase 4 readiness" }),
    path: "/api/v2/ab-test/readiness?version={version}",
    ready: "/is_ready",
    version: "/version",
    conditions: { list: "/conditions", name: "/name", isMet: "/is_met", reason: "/reason" },
  };
  return createReadiness(options, context);
}

before(async () => {
  const port = await closedPort();
  const [logFile, closed] = [site.write("canary.log", ""), await closedPort()];
  await copyService(folder);
  await migrate(site, folder, databaseUrl, "head");
  await startInstance(site, {
    track: "canary",
    folder,
    port,
    metricsPort: 0,
    logFile,
    databaseUrl,
    redisUrl: `redis://127.0.0.1:${closed}/0`,
    haproxySocket: `127.0.0.1:${closed}`,
    swaggerFolder: SWAGGER_FOLDER,
    faults: [],
  });
  url = `http://127.0.0.1:${port}`;
});
after(async () => {
  closeTransports();
  await site.stop();
});

describe("the service with nothing in its database", () => {
  test("has no feedback to give: a version that it does not know is not one without answers", async () => {
    await assert.rejects(feedback().readSummary(WHOLE, VERSION), (error: unknown) => {
      assert.ok(error instanceof InconclusiveError);
      assert.equal(error.reason, "no-data");
      assert.match(error.problems[0].what, /^Phase 4 feedback answered "[a-z ]+" with HTTP 404; expected is 200\.$/);
      return true;
    });
  });

  test("is not ready for the A/B test, and says why", async () => {
    const { isReady, unmet } = await readiness().read(VERSION);
    assert.equal(isReady, false);
    assert.deepEqual(unmet, [
      "release: the release is not registered",
      "experiment: there is no such experiment",
      "feedback: 0 answers; 5 are needed, some of them taking a side",
    ]);
  });
});

interface Expected {
  readonly wishes: SeedWishes;
  /** Answers of the last 48 hours: all, positive, neutral, negative. */
  readonly last48Hours: readonly [number, number, number, number];
  readonly unmet: readonly string[];
}

const SEEDS: Readonly<Record<string, Expected>> = {
  "content users: ready": {
    wishes: { feedback: "positive", experiment: "ready" },
    last48Hours: [38, 31, 4, 3],
    unmet: [],
  },
  "lukewarm users: still ready": {
    wishes: { feedback: "lukewarm", experiment: "ready" },
    last48Hours: [38, 16, 15, 7],
    unmet: [],
  },
  "discontent users: not ready": {
    wishes: { feedback: "negative", experiment: "ready" },
    last48Hours: [38, 7, 4, 27],
    unmet: ["feedback: 29% positive; 60% are needed"],
  },
  "silent users: ready, for the testers were content": {
    wishes: { feedback: "none", experiment: "ready" },
    last48Hours: [0, 0, 0, 0],
    unmet: [],
  },
  "an experiment that is a draft: not ready": {
    wishes: { feedback: "positive", experiment: "draft" },
    last48Hours: [38, 31, 4, 3],
    unmet: ["experiment: the experiment is draft"],
  },
};

for (const [sentence, { wishes, last48Hours, unmet }] of Object.entries(SEEDS))
  describe(`a service with ${sentence}`, () => {
    before(() => seedService(site, databaseUrl, folder, wishes));

    test("the last 48 hours", async () => {
      const summary = await feedback().readSummary(LAST_48_HOURS, VERSION);
      const { answers, positive, neutral, negative, answersEver } = summary;
      assert.deepEqual([answers, positive, neutral, negative], last48Hours);
      assert.equal(answersEver, wishes.feedback === "none" ? 8 : 80);
    });

    test("each stretch between two checkpoints of Days 5 and 6", async () => {
      const least = wishes.feedback === "none" ? 0 : 10;
      for (const [index, end] of CHECKPOINTS.slice(1).entries()) {
        const window = { start: at(CHECKPOINTS[index] ?? ""), end: at(end) };
        const { answers } = await feedback().readSummary(window, VERSION);
        assert.ok(least === 0 ? answers === 0 : answers >= least, `${answers} answers until ${end}`);
      }
    });

    test("the A/B test", async () => {
      assert.deepEqual(await readiness().read(VERSION), {
        where: `Phase 4 readiness, ${url}, environment rehearsal`,
        source: "Phase 4 readiness",
        query: `GET ${url}/api/v2/ab-test/readiness?version=2.0.0`,
        isReady: unmet.length === 0,
        version: VERSION,
        unmet,
      });
    });
  });

test("a summary says what was asked, of which version, for which window", async () => {
  await seedService(site, databaseUrl, folder, { feedback: "positive", experiment: "ready" });
  assert.deepEqual(await feedback().readSummary(WHOLE, VERSION), {
    where: `Phase 4 feedback, ${url}, environment rehearsal`,
    source: "Phase 4 feedback",
    query:
      `GET ${url}/api/v2/feedback/summary?version=2.0.0` +
      "&since=2025-10-22T14%3A00%3A00.000Z&until=2025-10-25T14%3A00%3A00.000Z",
    version: VERSION,
    window: WHOLE,
    answers: 72,
    positive: 58,
    neutral: 7,
    negative: 7,
    answersEver: 80,
  });
});

test("a seed that is sown again replaces the one before, also while the service is asked", async () => {
  const wishes = ["negative", "none", "positive"] as const;
  for (const wish of wishes) {
    const sown = seedService(site, databaseUrl, folder, { feedback: wish, experiment: "ready" });
    await Promise.all([sown, readiness().read(VERSION)]);
  }
  const { answers, positive, answersEver } = await feedback().readSummary(WHOLE, VERSION);
  assert.deepEqual([answers, positive, answersEver], [72, 58, 80]);
});
