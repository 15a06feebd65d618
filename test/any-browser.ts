import { findExecutable } from "../support/clients/browser/executable";
import { createTestContext } from "./clients/test-context";

/** The browser of this machine, by the same search as the checks make. @throws InconclusiveError where there is none. */
export function anyBrowser(): string {
  return findExecutable({}, "", createTestContext().context);
}
