/**
 * Does work on all items, several at once, in order; items that share a key never overlap.
 * @param concurrency the most at once, at least 1.
 * @param keysOf the keys that an item holds while it is worked on.
 */
export async function eachInTurn<T>(
  items: readonly T[],
  concurrency: number,
  keysOf: (item: T) => readonly string[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const held = new Set<string>();
  const running = new Set<Promise<void>>();

  const start = (item: T): void => {
    const keys = keysOf(item);
    keys.forEach((key) => held.add(key));
    const run: Promise<void> = work(item).finally(() => {
      keys.forEach((key) => held.delete(key));
      running.delete(run);
    });
    running.add(run);
  };

  while (waiting.length > 0 || running.size > 0) {
    const free =
      running.size < concurrency ? waiting.findIndex((item) => !keysOf(item).some((key) => held.has(key))) : -1;
    if (free >= 0) waiting.splice(free, 1).forEach(start);
    else await Promise.race(running);
  }
}
