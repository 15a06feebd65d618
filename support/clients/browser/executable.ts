import { existsSync } from "node:fs";
import type { CheckContext } from "../../model/check-context";
import { launchError } from "./explanations";

/** Where Chromium or Chrome usually is, in the order in which they are taken. */
const USUAL_PLACES = [
  // The same engine without a user interface: starts in a third of the time, on half the CPU.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The browser's program: the configured one, else that of the variable, else the first of the usual places, else
 * Playwright's own.
 * @throws InconclusiveError not-executed where a named one does not exist, or there is none at all.
 */
export function findExecutable(
  named: { readonly executablePath?: string | undefined; readonly executableVariable?: string | undefined },
  playwrightsOwn: string,
  context: CheckContext,
): string {
  const fromVariable = named.executableVariable === undefined ? undefined : process.env[named.executableVariable];
  const wanted = named.executablePath ?? fromVariable;
  if (wanted !== undefined && wanted !== "") {
    if (!existsSync(wanted)) throw launchError(`there is no ${wanted}`, context);
    return wanted;
  }
  const found = [...USUAL_PLACES, playwrightsOwn].find((path) => path !== "" && existsSync(path));
  if (found === undefined) throw launchError("there is none in the usual places", context);
  return found;
}
