import { defineParameterType } from "@cucumber/cucumber";

defineParameterType({
  name: "percent",
  regexp: /\d+(?:\.\d+)? %/,
  transformer: (text: string) =>
    inRange(text, Number.parseFloat(text), 0, 100, "a percentage from 0 % to 100 %, such as 5 %"),
});

defineParameterType({
  name: "duration",
  regexp: /\d+ (?:milliseconds?|seconds?|minutes?)/,
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

const MILLISECONDS: Readonly<Record<string, number>> = { millisecond: 1, second: 1000, minute: 60_000 };

function inMilliseconds(text: string): number {
  const [amount = "", unit = ""] = text.split(" ");
  return Number(amount) * (MILLISECONDS[unit.replace(/s$/, "")] ?? Number.NaN);
}

function inRange(text: string, value: number, low: number, high: number, accepted: string): number {
  if (value >= low && value <= high) return value;
  throw new Error(`"${text}" is out of range. Write ${accepted}.`);
}
