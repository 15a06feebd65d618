import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { holds, matchersText, mayHide, type Matcher } from "../../../support/clients/alertmanager/silence";

const equal = (name: string, value: string): Matcher => ({ name, value, isRegex: false, isEqual: true });
const not = (matcher: Matcher): Matcher => ({ ...matcher, isEqual: false });
const pattern = (name: string, value: string): Matcher => ({ name, value, isRegex: true, isEqual: true });

describe("a matcher and a label's value", () => {
  for (const [sentence, matcher, value, isHeld] of [
    ["equality holds for the same text", equal("a", "x"), "x", true],
    ["equality does not hold for a part of it", equal("a", "x"), "xy", false],
    ["inequality holds for another text", not(equal("a", "x")), "y", true],
    ["inequality does not hold for the same", not(equal("a", "x")), "x", false],
    ["a pattern is anchored at its end", pattern("a", "can"), "canary", false],
    ["a pattern is anchored at its start", pattern("a", "nary"), "canary", false],
    ["alternatives are anchored as a whole", pattern("a", "x|y"), "xz", false],
    ["a pattern holds for the whole text", pattern("a", "can.*"), "canary", true],
    ["a negated pattern does not hold for what it describes", not(pattern("a", "can.*")), "canary", false],
    ["a label that is not there is empty: equality with nothing holds", equal("a", ""), "", true],
    ["a label that is not there matches any pattern that allows nothing", pattern("a", ".*"), "", true],
    ["a label that is not there does not match one that wants something", pattern("a", ".+"), "", false],
    ["case can be left out of account", pattern("a", "(?i)CANARY"), "canary", true],
    ["a pattern that only Alertmanager can read is taken as holding", pattern("a", "(?P<n>x)"), "y", true],
  ] as const) {
    test(sentence, () => assert.equal(holds(matcher, value), isHeld));
  }
});

describe("whether a silence may hide an alert", () => {
  const known = { alertname: "CanaryDown", track: "canary", job: "" };
  for (const [sentence, matchers, isHidden] of [
    ["all matchers hold", [equal("track", "canary"), equal("alertname", "CanaryDown")], true],
    ["one of them contradicts", [equal("track", "canary"), equal("alertname", "CanarySlow")], false],
    ["a label that is not known does not contradict", [equal("track", "canary"), equal("pod", "p-1")], true],
    ["a label that the alert is said not to have contradicts", [equal("job", "billing")], false],
    ["a silence of everything hides it", [pattern("alertname", ".*")], true],
  ] as const) {
    test(sentence, () => assert.equal(mayHide(matchers, known), isHidden));
  }
});

test("matchers are written as amtool writes them", () => {
  const matchers = [equal("a", 'say "x"'), not(equal("b", "y")), pattern("c", "z.*"), not(pattern("d", "w"))];
  assert.equal(matchersText(matchers), String.raw`{a="say \"x\"", b!="y", c=~"z.*", d!~"w"}`);
});
