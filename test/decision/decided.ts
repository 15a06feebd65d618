import { expect } from "chai";
import type { SignOff } from "../../support/model/journal-entry";
import { silentRehearsal } from "./recorded-window";

/** What of decision.json is looked at. */
export interface DecisionFile {
  readonly verdict: string;
  readonly missing: readonly {
    readonly kind: string;
    readonly what: { readonly en: string };
    readonly who: { readonly en: string; readonly ko: string };
    readonly command: string;
  }[];
}

/** The time of Day 4's second checkpoint. */
export const SECOND = "2025-10-22T14:45:00.000Z";

/** The product owner's answer to D7-9. */
export function signed(of: Partial<SignOff> = {}): SignOff {
  return {
    kind: "sign-off",
    item: "D7-9",
    name: "Sofia Park",
    role: "product-owner",
    answer: "yes",
    note: null,
    link: null,
    expiresAt: null,
    version: silentRehearsal().release.canaryVersion,
    ...of,
  };
}

/** The English page up to its first table: verdict, reasons, what is missing. */
export function theFirstScreen(page: string): string {
  const main = page.slice(page.indexOf('<main class="en"'));
  return main.slice(0, main.indexOf("<table")).replaceAll("&quot;", '"');
}

/** What is missing first, as expected, and that the page's first screen says how to supply it. */
export function expectNamedFirst(
  { page, missing }: { readonly page: string; readonly missing: DecisionFile["missing"] },
  expected: { readonly kind: string; readonly what: RegExp; readonly who: string; readonly command: string },
): void {
  const [first] = missing;
  expect(first?.kind).to.equal(expected.kind);
  expect(first?.what.en).to.match(expected.what);
  expect(first?.who.en.toLowerCase()).to.equal(expected.who.toLowerCase());
  expect(first?.command).to.equal(expected.command);
  expect(theFirstScreen(page)).to.include(expected.command);
}
