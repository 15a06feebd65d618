import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { eachInTurn } from "../../support/runner/in-turn";

/** Works on the items for a few turns each and keeps who began and ended when. */
async function observe(items: readonly string[], concurrency: number, keysOf: (item: string) => string[]) {
  const log: string[] = [];
  const running = new Set<string>();
  let most = 0;
  await eachInTurn(items, concurrency, keysOf, async (item) => {
    running.add(item);
    most = Math.max(most, running.size);
    log.push(`+${item}`);
    for (let turns = 0; turns < 3; turns += 1) await turn();
    log.push(`-${item}`);
    running.delete(item);
  });
  return { log, most };
}

describe("eachInTurn", () => {
  test("works on as many items at once as allowed, and no more", async () => {
    assert.equal((await observe(["a", "b", "c", "d"], 3, () => [])).most, 3);
    assert.equal((await observe(["a", "b"], 1, () => [])).most, 1);
  });

  test("starts items in order", async () => {
    assert.deepEqual((await observe(["a", "b"], 1, () => [])).log, ["+a", "-a", "+b", "-b"]);
  });

  test("keeps items of one key apart and lets others go ahead", async () => {
    const { log } = await observe(["x1", "x2", "y"], 3, (item) => (item.startsWith("x") ? ["x"] : []));
    assert.deepEqual(log.slice(0, 2), ["+x1", "+y"]);
    assert.ok(log.indexOf("+x2") > log.indexOf("-x1"));
  });

  test("ends where there is nothing to do", async () => {
    assert.deepEqual((await observe([], 3, () => [])).log, []);
  });

  test("passes on what the work throws", async () => {
    await assert.rejects(
      eachInTurn(
        ["a"],
        1,
        () => [],
        () => Promise.reject(new Error("no")),
      ),
      new Error("no"),
    );
  });
});
