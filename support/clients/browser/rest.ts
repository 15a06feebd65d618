import type { Page, Request } from "playwright";

/** What a page asks for. */
export interface Traffic {
  /** Requests so far. */
  sent(): number;
  /** Those without an answer yet. */
  pending(): number;
}

/** What tells whether a page has moved between two looks. */
interface Look {
  readonly isLoaded: boolean;
  readonly elements: number;
}

const LOOK_MS = 50;
/** So many looks in a row at a page that is idle, waits for nothing and has not moved: nothing will come any more. */
const STILL_LOOKS = 40;

/** Watches a page's requests from now on, all or those that count; call it before the page is opened. */
export function watchTraffic(page: Page, counts: (request: Request) => boolean = () => true): Traffic {
  let sent = 0;
  const pending = new Set<Request>();
  page.on("request", (request) => {
    if (!counts(request)) return;
    sent += 1;
    pending.add(request);
  });
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("requestfailed", (request) => pending.delete(request));
  return { sent: () => sent, pending: () => pending.size };
}

/**
 * Looks at a page until the sign is there ("seen"), the page has come to rest without it ("absent"), or the deadline
 * (a time in ms since 1970) is over ("loading"). A look counts when the page had nothing else to do, so that a slow
 * machine makes the wait longer and does not turn a page that is still drawn into one that draws nothing.
 */
export async function lookUntilRest(
  page: Page,
  traffic: Traffic,
  deadline: number,
  isSeen: () => Promise<boolean>,
): Promise<"seen" | "absent" | "loading"> {
  let last: Look = { isLoaded: false, elements: -1 };
  for (let still = 0; still < STILL_LOOKS; await page.waitForTimeout(LOOK_MS)) {
    if (await isSeen()) return "seen";
    if (Date.now() >= deadline) return "loading";
    const look = await page.evaluate(whenIdle);
    const hasMoved = traffic.pending() > 0 || !look.isLoaded || look.elements !== last.elements;
    still = hasMoved ? 0 : still + 1;
    last = look;
  }
  return (await isSeen()) ? "seen" : "absent";
}

/** Runs inside the page, as soon as that has nothing else to do; holds all that it uses. */
function whenIdle(): Promise<Look> {
  return new Promise((resolve) => {
    requestIdleCallback(() =>
      resolve({
        isLoaded: document.readyState === "complete",
        elements: document.querySelectorAll("*").length,
      }),
    );
  });
}
