/** Lets checks begin one after the other, though they run side by side. */
export interface Opening {
  /** Resolves when the check that took its turn before this one has begun. */
  turnOf(checkId: string): Promise<void>;
  /** The check has begun its first step, or never will; safe to call twice. */
  begun(checkId: string): void;
}

/**
 * Setting a check up takes this process some 30 ms. Were all set up together, the first would begin when the last is
 * ready, and their first deadlines would run while the process is still busy with the others.
 */
export function createOpening(): Opening {
  const open = new Map<string, () => void>();
  let last: Promise<void> = Promise.resolve();
  return {
    turnOf(checkId) {
      const turn = last;
      last = new Promise((resolve) => open.set(checkId, resolve));
      return turn;
    },
    begun(checkId) {
      open.get(checkId)?.();
      open.delete(checkId);
    },
  };
}
