import { setTimeout as sleep } from "node:timers/promises";

/** How often a part is asked whether it is ready. */
const POLL_INTERVAL_MS = 40;
/** How long one question to a part may take. */
const QUESTION_DEADLINE_MS = 2_000;

/**
 * Asks again and again until the answer is yes; a question that throws is a no.
 * @throws the signal's reason when it aborts.
 */
export async function waitUntil(isReady: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (await isReady().catch(() => false)) return;
    await sleep(POLL_INTERVAL_MS);
  }
}

/** Whether a GET is answered with 200. */
export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(QUESTION_DEADLINE_MS) });
  await response.body?.cancel();
  return response.status === 200;
}

/** The JSON answer to a GET, unchecked; throws on any status but 200. */
export async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(QUESTION_DEADLINE_MS) });
  if (response.status !== 200) throw new Error(`HTTP ${response.status} from ${url}`);
  return response.json();
}
