import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { listDrills } from "../../rehearsal/drills";
import { calmBefore } from "../../support/cli/drill/command";
import { playDrill, type PlayedDrill } from "../../support/cli/drill/play";
import { withTraffic } from "../../support/cli/drill/traffic";
import { ENVIRONMENTS, type Place } from "../../support/cli/phase/place";
import { loadEnvironment } from "../../support/environment/load";
import * as probe from "./probes";

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);
const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
/** A rollback of one drill is none of the next one's: the balancer's counters are scraped once more. */
const PAUSE_MS = 2_000;

let rehearsal: Rehearsal;

before(async () => {
  rehearsal = await bootRehearsal({ faults: [] });
});
after(async () => {
  await rehearsal.stop();
  rmSync(out, { recursive: true, force: true });
});

/** Waits until no alert of an earlier drill stands any more. */
async function quiet(): Promise<void> {
  const alerts = `${probe.variable(rehearsal, "REHEARSAL_ALERTMANAGER_URL")}/api/v2/alerts?filter=severity=critical`;
  for (let tries = 0; tries < 600; tries += 1) {
    const { body } = await probe.request(alerts);
    if (body.trim() === "[]") return;
    await sleep(100);
  }
  assert.fail("an alert of an earlier drill stands still");
}

async function play(name: string): Promise<PlayedDrill> {
  const drill = listDrills().find((one) => one.name === name);
  assert.ok(drill);
  await quiet();
  await sleep(PAUSE_MS);
  const { variables, secrets } = rehearsal;
  const loaded = loadEnvironment({ name: "rehearsal", folder: ENVIRONMENTS, variables, secrets });
  const monitored = Promise.resolve();
  const leave = (): Promise<void> => Promise.resolve();
  const place: Place = { ...loaded, secrets, monitored, leave, rehearsed: { variables, secrets } };
  const busy = await withTraffic(place, calmBefore(drill), NEVER);
  try {
    const options = { environment: "rehearsal", at: null, faults: [], isFaultList: false, language: null } as const;
    return await playDrill(drill, {
      busy,
      options: { ...options, out, isHtml: false },
      interrupt: { signal: NEVER, beforeEnd: () => undefined, lift: () => undefined },
      voice: { say: () => undefined, through: () => undefined },
    });
  } finally {
    await busy.end();
  }
}

/** How often the journal says that a rollback was asked for, by run. */
function askedFor(runId: string): number {
  const lines = readFileSync(join(out, "rehearsal", "journal.ndjson"), "utf8")
    .trimEnd()
    .split("\n");
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((entry) => entry["kind"] === "rollback-step" && entry["runId"] === runId)
    .filter((entry) => entry["step"] === "asked" && entry["outcome"] === "begun").length;
}

/** One of each way in which an incident ends; `npm run rehearsal -- --drill` plays the others, a boot for each. */
const PLAYED = ["high-error-rate", "legacy-too", "rollback-does-nothing"];

describe("a drill ends with the right recommendation, the right items red, and a rollback only where one is due", () => {
  for (const { name, sentence, expected } of listDrills().filter((drill) => PLAYED.includes(drill.name)))
    test(`${name}: ${sentence}`, async () => {
      const { verdict, reasons, result } = await play(name);
      assert.deepEqual(reasons, []);
      assert.equal(verdict, "GO");
      const isAsked = expected.recommendation !== "none";
      assert.equal(askedFor(result.runId), isAsked ? 1 : 0, "asked for once, or not at all");
    });
});
