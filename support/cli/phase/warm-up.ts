/** What a run will need, by the sections that its environment names. */
export interface Needs {
  readonly hasCache: boolean;
  readonly hasPages: boolean;
}

/**
 * Loads the heavy clients before the first check begins. Loading blocks this process for a second or so; were it done
 * while checks wait for answers, their deadlines would pass for no fault of the system that is asked.
 * A client that cannot be loaded is not this function's business: its check says so.
 */
export async function warmUp({ hasCache, hasPages }: Needs): Promise<void> {
  const loads = [...(hasCache ? [import("redis")] : []), ...(hasPages ? [import("playwright")] : [])];
  await Promise.allSettled(loads);
}
