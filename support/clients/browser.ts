import type { Browser } from "playwright";
import { findExecutable } from "./browser/executable";
import { launchError } from "./browser/explanations";
import type { CheckContext } from "../model/check-context";

/** The browser that looks at pages, and how long it may take. */
export interface BrowserOptions {
  /** Path of Chromium or Chrome. */
  readonly executablePath?: string | undefined;
  /** Name of the environment variable that holds the path, where the option above does not. */
  readonly executableVariable?: string | undefined;
  readonly launchTimeoutMs: number;
  /** For one page, until all of it is drawn, in ms. */
  readonly pageTimeoutMs: number;
  /** Other origins that a page may load from: "https://cdn.example"; all else is blocked. */
  readonly allowedOrigins: readonly string[];
}

/** A browser's own calls home, which no check asks for. */
const QUIET = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-domain-reliability",
  "--no-pings",
];

let launched: Promise<Browser> | undefined;

/**
 * The one browser of this process, which all its checks share; started by the first that asks.
 * @throws InconclusiveError not-executed where there is none or it does not start, with how to get one.
 */
export async function sharedBrowser(options: BrowserOptions, context: CheckContext): Promise<Browser> {
  const pending = (launched ??= launch(options, context));
  const forget = (): void => {
    if (launched === pending) launched = undefined;
  };
  try {
    const browser = await pending;
    if (!browser.isConnected()) throw launchError("it has ended by itself", context);
    browser.once("disconnected", forget);
    return browser;
  } catch (error) {
    forget();
    throw error;
  }
}

/** Ends the shared browser, if there is one; the command calls it when the run has ended. Never throws. */
export async function closeBrowser(): Promise<void> {
  const pending = launched;
  launched = undefined;
  try {
    await (await pending)?.close();
  } catch {
    // It was never started, or has ended by itself.
  }
}

async function launch(options: BrowserOptions, context: CheckContext): Promise<Browser> {
  const { chromium } = await import("playwright");
  const executablePath = findExecutable(options, chromium.executablePath(), context);
  try {
    return await chromium.launch({
      executablePath,
      args: QUIET,
      // Its own sandbox does not work for root, and only there may it be left out.
      chromiumSandbox: process.getuid?.() !== 0,
      timeout: options.launchTimeoutMs,
      // The command itself listens to signals, and closes the browser when all undos were played.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch {
    throw launchError(`${executablePath} did not start within ${options.launchTimeoutMs} ms`, context);
  }
}
