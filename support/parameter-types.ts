import { defineParameterType } from "@cucumber/cucumber";
import type { WindowWish } from "./model/schedule";
import { signersIn } from "./model/signers";

defineParameterType({
  name: "percent",
  regexp: /\d+(?:\.\d+)? %/,
  transformer: (text: string) =>
    inRange(text, Number.parseFloat(text), 0, 100, "a percentage from 0 % to 100 %, such as 5 %"),
});

defineParameterType({
  name: "duration",
  regexp: /\d+ (?:ms|milliseconds?|seconds?|minutes?)/,
  transformer: (text: string) =>
    inRange(text, inMilliseconds(text), 1, 3_600_000, "a duration up to an hour, such as 20 seconds"),
});

defineParameterType({
  name: "track",
  regexp: /the canary|legacy/,
  transformer: (text: string): "canary" | "legacy" => (text === "legacy" ? "legacy" : "canary"),
});

defineParameterType({
  name: "suite",
  regexp: /unit tests|integration tests/,
  transformer: (text: string): "unit" | "integration" => (text === "unit tests" ? "unit" : "integration"),
});

defineParameterType({
  name: "item",
  regexp: /[A-Z][A-Z0-9]*-[A-Za-z0-9]+/,
  transformer: (text: string) => text,
});

defineParameterType({
  name: "window",
  regexp: /since the last checkpoint|since the roll-out|over the last \d+ hours(?: from the roll-out on)?/,
  transformer: (text: string): WindowWish => {
    if (text === "since the last checkpoint") return { kind: "since-last-checkpoint" };
    if (text === "since the roll-out") return { kind: "since-roll-out" };
    const hours = inRange(
      text,
      Number(/\d+/.exec(text)?.[0]),
      1,
      720,
      "1 to 720 hours, such as over the last 48 hours",
    );
    return { kind: "last", hours, isFromRollOut: text.endsWith("from the roll-out on") };
  },
});

defineParameterType({
  name: "signers",
  regexp: /the [A-Za-z0-9 -]+(?:(?:, | or )the [A-Za-z0-9 -]+)*(?:, each another person)?/,
  transformer: signersIn,
});

const MILLISECONDS: Readonly<Record<string, number>> = { m: 1, millisecond: 1, second: 1000, minute: 60_000 };

function inMilliseconds(text: string): number {
  const [amount = "", unit = ""] = text.split(" ");
  return Number(amount) * (MILLISECONDS[unit.replace(/s$/, "")] ?? Number.NaN);
}

function inRange(text: string, value: number, low: number, high: number, accepted: string): number {
  if (value >= low && value <= high) return value;
  throw new Error(`"${text}" is out of range. Write ${accepted}.`);
}
