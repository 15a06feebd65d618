import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { installHistory } from "../../rehearsal/history";
import { prepareBlocks } from "../../rehearsal/history/blocks";
import { loadWeek } from "../../rehearsal/history/load-week";
import { openMetrics } from "../../rehearsal/history/open-metrics";
import { plansOf, type WeekPlans } from "../../rehearsal/history/plans";
import { serviceSeries } from "../../rehearsal/history/service-series";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "history-cache-test-"));
  folders.push(folder);
  return folder;
}

/** A week that is over in an hour: quickly made. */
const SHORT = `
sentence: An hour.
times: {
  startsAt: 2025-10-22T13:30Z, canaryStartsAt: 2025-10-22T13:55Z, rolledOutAt: 2025-10-22T14:00Z, endsAt: 2025-10-22T14:30Z
}
checkpoints: { day4: [2025-10-22T14:15Z], day5-6: [2025-10-22T14:15Z], day7: [2025-10-22T14:30Z] }
canaryPercent: 5
weights: { canary: 5, legacy: 95 }
stretches:
  2025-10-22T14:00Z: { requests: 100, errors: 0, p95Ms: 45, memoryGb: 1.2 }
  2025-10-22T14:30Z: { requests: 20000, errors: 1, p95Ms: 45, memoryGb: 1.2 }
legacy: { errorPercent: 0.02, p95Ms: 57, memoryGb: 1.5 }
`;
/** The canary's pieces, legacy's, the balancer's with the prober's. */
const PARTS = 3;

function shortWeek(change: (text: string) => string = (text) => text): WeekPlans {
  const folder = newFolder();
  writeFileSync(join(folder, "short.yaml"), change(SHORT));
  return plansOf(loadWeek("short", folder));
}

const filesOf = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: "utf8" });

test("what was made once is not made again; a week that differs in its canary shares legacy's part", async () => {
  const cache = newFolder();
  const first = await prepareBlocks("short", shortWeek(), cache);
  assert.equal(first.made, PARTS);
  assert.deepEqual(await prepareBlocks("short", shortWeek(), cache), { folders: first.folders, made: 0 });
  const slower = shortWeek((text) => text.replace("errors: 1, p95Ms: 45", "errors: 1, p95Ms: 60"));
  const second = await prepareBlocks("slower", slower, cache);
  assert.equal(second.made, PARTS - 1);
  assert.equal(new Set([...first.folders, ...second.folders]).size, 2 * PARTS - 1);
});

const DAMAGES: Record<string, (folder: string) => void> = {
  "its marker is missing": (folder) => rmSync(join(folder, "complete.json")),
  "its marker is cut off": (folder) => truncateSync(join(folder, "complete.json"), 10),
  "a file is missing": (folder) => rmSync(join(folder, filesOf(folder).find((name) => name.endsWith("index")) ?? "")),
  "a file is cut off": (folder) =>
    truncateSync(join(folder, filesOf(folder).find((name) => name.endsWith("000001")) ?? ""), 100),
};
for (const [sentence, damage] of Object.entries(DAMAGES))
  test(`a part is made anew where ${sentence}`, async () => {
    const cache = newFolder();
    const { folders: parts } = await prepareBlocks("short", shortWeek(), cache);
    damage(parts[0] ?? "");
    const again = await prepareBlocks("short", shortWeek(), cache);
    assert.deepEqual(again, { folders: parts, made: 1 });
    assert.equal((await prepareBlocks("short", shortWeek(), cache)).made, 0);
  });

test("two at once make one and the same, and leave nothing unfinished", async () => {
  const cache = newFolder();
  const both = await Promise.all([shortWeek(), shortWeek()].map((week) => prepareBlocks("short", week, cache)));
  assert.deepEqual(both[0]?.folders, both[1]?.folders);
  assert.equal(readdirSync(cache).length, PARTS);
  assert.equal((await prepareBlocks("short", shortWeek(), cache)).made, 0);
});

test("an interrupted preparation ends with the interruption, and leaves nothing behind", async () => {
  const cache = newFolder();
  const reason = new Error("the user pressed Ctrl+C");
  const interrupt = new AbortController();
  const preparation = prepareBlocks("runbook", plansOf(loadWeek("runbook")), cache, interrupt.signal);
  setTimeout(() => interrupt.abort(reason), 300);
  await assert.rejects(preparation, reason);
  assert.deepEqual(readdirSync(cache), []);
});

test("what nobody asked for in a month, and what was left unfinished, is removed", async () => {
  const cache = newFolder();
  const { folders: parts } = await prepareBlocks("short", shortWeek(), cache);
  const longAgo = new Date(Date.now() - 31 * 24 * 3_600_000);
  const [canary = "", legacy = "", monitors = ""] = parts;
  utimesSync(join(legacy, "complete.json"), longAgo, longAgo);
  const leftBehind = join(cache, "0123.left.unfinished");
  mkdirSync(leftBehind);
  utimesSync(leftBehind, longAgo, longAgo);
  await prepareBlocks(
    "other",
    shortWeek((text) => text.replace("memoryGb: 1.5", "memoryGb: 1.6")),
    cache,
  );
  const kept = readdirSync(cache).map((name) => join(cache, name));
  assert.deepEqual(
    [canary, legacy, monitors].map((part) => kept.includes(part)),
    [true, false, true],
  );
  assert.ok(!kept.includes(leftBehind));
});

test("the blocks stand side by side where Prometheus keeps its data, a block for each part", async () => {
  const [cache, storage] = [newFolder(), join(newFolder(), "prometheus")];
  const { folders: parts } = await prepareBlocks("short", shortWeek(), cache);
  await installHistory(parts, storage);
  const blocks = readdirSync(storage).sort();
  assert.equal(blocks.length, PARTS);
  for (const block of blocks)
    assert.deepEqual(readdirSync(join(storage, block)).sort(), ["chunks", "index", "meta.json", "tombstones"]);
});

test("the same description gives the same text, byte for byte", () => {
  const digest = (): string => {
    const hash = createHash("sha256");
    const week = loadWeek("healthy-noisy");
    const { traffic, tracks } = plansOf(week);
    const span = { from: week.times.canaryStartsAt, until: week.times.canaryStartsAt + 3600 };
    for (const piece of openMetrics(serviceSeries(traffic, tracks.canary), week.times, span)) hash.update(piece);
    return hash.digest("hex");
  };
  assert.equal(digest(), digest());
});
