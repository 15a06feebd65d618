import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pollUntil, type Clock } from "../../../support/clients/transport/poll";

describe("polling", () => {
  test("reads at once and ends with the first value that is enough", async () => {
    const clock = new FakeClock();
    const polled = await pollUntil({ ...pollOf(clock), read: counter(), isEnough: (n) => n === 1 });
    assert.deepEqual(polled, { value: 1, isEnough: true, readings: 1, waitedMs: 0 });
  });

  test("waits an interval between two readings", async () => {
    const clock = new FakeClock();
    const polled = await pollUntil({ ...pollOf(clock), read: counter(), isEnough: (n) => n === 4 });
    assert.deepEqual(polled, { value: 4, isEnough: true, readings: 4, waitedMs: 3_000 });
  });

  test("ends with the last value when its time is over", async () => {
    const clock = new FakeClock();
    const polled = await pollUntil({ ...pollOf(clock), deadlineMs: 2_500, read: counter(), isEnough: () => false });
    assert.deepEqual(polled, { value: 3, isEnough: false, readings: 3, waitedMs: 2_000 });
    assert.equal(clock.pending(), 0);
  });

  test("a reading that the deadline cuts off leaves the value before it", async () => {
    const clock = new FakeClock();
    let readings = 0;
    const polled = await pollUntil({
      ...pollOf(clock),
      deadlineMs: 5_000,
      isEnough: () => false,
      read: (signal) => ((readings += 1) === 1 ? Promise.resolve("first") : untilAborted(signal)),
    });
    assert.deepEqual(polled, { value: "first", isEnough: false, readings: 1, waitedMs: 5_000 });
  });

  test("throws what the reading throws before its time is over", async () => {
    const clock = new FakeClock();
    const read = counter();
    const failing = async (): Promise<number> => {
      const value = await read();
      if (value === 2) throw new RangeError("no such channel");
      return value;
    };
    await assert.rejects(pollUntil({ ...pollOf(clock), read: failing, isEnough: () => false }), RangeError);
    assert.equal(clock.pending(), 0);
  });

  test("throws what the reading throws when there never was a value", async () => {
    const clock = new FakeClock();
    const poll = { ...pollOf(clock), read: untilAborted, isEnough: () => false };
    await assert.rejects(pollUntil(poll), { message: "cut off" });
  });

  test("ends with the check", async () => {
    const clock = new FakeClock();
    const check = new AbortController();
    const read = counter();
    const polled = await pollUntil({
      ...pollOf(clock),
      signal: check.signal,
      isEnough: () => false,
      read: async () => {
        const value = await read();
        if (value === 2) check.abort();
        return value;
      },
    });
    assert.deepEqual(polled, { value: 2, isEnough: false, readings: 2, waitedMs: 1_000 });
  });

  test("the real clock waits in real time", async () => {
    const start = performance.now();
    const polled = await pollUntil({
      read: counter(),
      isEnough: () => false,
      deadlineMs: 120,
      intervalMs: 50,
      signal: new AbortController().signal,
    });
    const took = performance.now() - start;
    assert.equal(polled.readings, 3);
    assert.ok(took >= 100 && took < 1_000, `took ${took} ms`);
  });
});

/** A clock that jumps to the next moment at which something is due, once all that can go on has gone on. */
class FakeClock implements Clock {
  private time = 0;
  private due: { readonly at: number; readonly act: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(durationMs: number, act: () => void): () => void {
    const entry = { at: this.time + durationMs, act };
    this.due.push(entry);
    setImmediate(() => this.jump());
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  }

  pending(): number {
    return this.due.length;
  }

  private jump(): void {
    const next = [...this.due].sort((a, b) => a.at - b.at)[0];
    if (next === undefined) return;
    this.due = this.due.filter((other) => other !== next);
    this.time = next.at;
    next.act();
  }
}

function pollOf(clock: Clock): {
  clock: Clock;
  deadlineMs: number;
  intervalMs: number;
  signal: AbortSignal;
} {
  return { clock, deadlineMs: 60_000, intervalMs: 1_000, signal: new AbortController().signal };
}

function counter(): () => Promise<number> {
  let n = 0;
  return () => Promise.resolve((n += 1));
}

function untilAborted(signal: AbortSignal): Promise<string> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("cut off")), { once: true });
  });
}
