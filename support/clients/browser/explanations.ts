import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";

/** No browser, so the page was not looked at. @param found what came of looking for it or starting it. */
export function launchError(found: string, { environment }: CheckContext): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The page could not be looked at: no browser could be started, ${found}.`,
      where: `browser in environments/${environment}.yaml, on this machine`,
      why: "Probably neither Chromium nor Chrome is installed, or a library that it needs is missing.",
      fix:
        "Install one (Debian, Ubuntu: apt-get install chromium-headless-shell; elsewhere: npx playwright install chromium), " +
        "or name its path as browser.executablePath.",
    },
  ]);
}

/** The browser ended, or the page crashed, while it was looked at. */
export function pageLostError(url: string, { environment }: CheckContext): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: "The page could not be looked at to its end: the browser ended, or its page crashed.",
      where: `${url} (${environment})`,
      why: "Probably this machine has too little memory, or something else ended the browser.",
      fix: "Run it again with more memory free.",
    },
  ]);
}

/** The page holds the browser and lets it do nothing else. */
export function frozenPageError(url: string, waitedMs: number, { environment }: CheckContext): InconclusiveError {
  return new InconclusiveError("timed-out", [
    {
      what: `The page could not be looked at to its end: it did not react within ${waitedMs} ms.`,
      where: `${url} (${environment})`,
      why: "Probably one of its scripts runs without end, or this machine is overloaded.",
      fix: moreTime(environment),
    },
  ]);
}

/** The page was not at rest at its deadline: what it would have shown is not known. @param complaints the page's. */
export function stillLoadingError(
  url: string,
  waitedMs: number,
  complaints: readonly string[],
  { environment }: CheckContext,
): InconclusiveError {
  return new InconclusiveError("timed-out", [
    {
      what: `The page was still loading after ${waitedMs} ms.`,
      where: `${url} (${environment})`,
      why:
        complaints.length > 0
          ? `The page reports: ${complaints.join("; ")}.`
          : "Probably what it loads is slow, or this machine is overloaded.",
      fix: moreTime(environment),
    },
  ]);
}

/** A login stands before the page. @param found by what it was recognised. */
export function loginWallError(system: string, url: string, found: string, context: CheckContext): InconclusiveError {
  return new InconclusiveError("unauthorised", [
    {
      what: `${system} does not show the page: ${found}.`,
      where: `${system}, ${url} (${context.environment})`,
      why: "Probably the token has ended, or a single sign-on stands before it that takes no token.",
      fix: `Check auth of ${system} in environments/${context.environment}.yaml, and use an address that takes its token.`,
    },
  ]);
}

function moreTime(environment: string): string {
  return `Open it by hand; if it rightly needs longer, raise browser.pageTimeoutSeconds in environments/${environment}.yaml.`;
}
