import type * as CarryOut from "./carry-out";

/** What a run will need, by the sections that its environment names. */
export interface Needs {
  readonly hasCache: boolean;
  readonly hasPages: boolean;
}

/**
 * Loads what carries a run out, and the heavy clients, before the first check begins. Loading blocks this process for
 * a second or so; were it done while checks wait for answers, their deadlines would pass for no fault of the system
 * that is asked. A client that cannot be loaded is not this function's business: its check says so.
 */
export async function warmUp({ hasCache, hasPages }: Needs): Promise<typeof CarryOut> {
  await Promise.resolve(); // whoever calls goes on first: a boot is under way, and waits for nobody
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- import() would bypass the compiler hook
  const carryOut: typeof CarryOut = require("./carry-out");
  const loads = [...(hasCache ? [import("redis")] : []), ...(hasPages ? [import("playwright")] : [])];
  await Promise.allSettled(loads);
  return carryOut;
}
