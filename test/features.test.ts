import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from "@cucumber/gherkin";
import { IdGenerator, type Feature, type Scenario } from "@cucumber/messages";
import { expect } from "chai";
import { readRunbook } from "../support/environment/runbook";
import { signersIn, signersOf } from "../support/model/signers";

const FOLDER = join(__dirname, "..", "features");
const TAGS = [
  /^@phase:[a-z0-9-]+$/,
  /^@runbook:[A-Z0-9]+-[A-Za-z0-9]+$/,
  /^@changes:[a-z-]+$/,
  /^@changes-where-permitted:[a-z-]+$/,
  /^@exclusive:[a-z-]+$/,
  /^@needs:monitoring$/,
];

const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".feature"));
const features = files.map((path) => ({ path, text: readFileSync(join(FOLDER, path), "utf8"), feature: parsed(path) }));
const scenarios = features.flatMap(({ path, feature }) =>
  scenariosOf(feature).map((scenario) => ({ path, feature, scenario })),
);
const items = readRunbook(join(FOLDER, "runbook.yaml"));

describe("the features restate the runbook", () => {
  it("has features at all", () => {
    expect(files).to.have.length.above(0);
  });

  it("has a scenario for every item, and an item for every scenario", () => {
    const served = scenarios.flatMap(({ scenario }) => runbookIds(scenario));
    expect([...new Set(served)].toSorted()).to.deep.equal(items.map(({ id }) => id).toSorted());
  });

  for (const item of items.filter(({ kind, phase }) => kind !== "automated" && phase !== "incident")) {
    it(`${item.id} is signed by those whom runbook.yaml names, and no other item's sign-offs are read for it`, () => {
      const own = scenarios.filter(({ scenario }) => runbookIds(scenario).includes(item.id));
      const steps = own.flatMap(({ scenario }) => scenario.steps.map(({ text }) => text));
      const named = steps.flatMap((step) => /it is signed by (.*)$/.exec(step)?.[1] ?? []);
      expect(named.map(signersIn)).to.deep.equal([signersOf(item)]);
      expect(steps.flatMap((step) => /(?:sign-offs|those) of (\S+)/.exec(step)?.[1] ?? [])).to.deep.equal([item.id]);
    });
  }

  for (const { path, feature, scenario } of scenarios) {
    it(`${path}: "${scenario.name}" serves an item of its feature's phase`, () => {
      const ids = runbookIds(scenario);
      expect(ids, "runbook ids").to.have.length.above(0);
      const phases = new Set(ids.map((id) => items.find((item) => item.id === id)?.phase));
      expect(feature.tags.map(({ name }) => name)).to.deep.equal([...phases].map((phase) => `@phase:${phase}`));
    });

    it(`${path}: "${scenario.name}" has 3 to 8 steps, one When, at least one Then`, () => {
      const keywords = spokenKeywords(scenario);
      expect(keywords).to.have.length.within(3, 8);
      expect(keywords.filter((keyword) => keyword === "Action")).to.have.length(1);
      expect(keywords.at(-1)).to.equal("Outcome");
    });
  }
});

describe("the features read as the style says", () => {
  it("gives every scenario of a file its own name", () => {
    const names = scenarios.map(({ path, scenario }) => `${path}: ${scenario.name}`);
    expect(names).to.deep.equal([...new Set(names)]);
  });

  for (const { path, text, feature } of features) {
    it(`${path}: at most 80 lines, with a description that names the runbook's section`, () => {
      expect(text.trimEnd().split("\n")).to.have.length.at.most(80);
      expect(feature.description.replaceAll(/\s+/g, " ")).to.match(/Runbook, (Days? \d|scenario 1|success criteria)/);
    });

    it(`${path}: only tags of the closed list`, () => {
      const tags = [...feature.tags, ...scenariosOf(feature).flatMap((scenario) => [...scenario.tags])].map(
        ({ name }) => name,
      );
      expect(tags.filter((tag) => !TAGS.some((known) => known.test(tag)))).to.deep.equal([]);
    });

    it(`${path}: no tool's query, no address, no sleep`, () => {
      expect(text).not.to.match(/https?:\/\/|localhost|127\.0\.0\.1|\brate\(|histogram_quantile|\bsleep\b/i);
    });

    it(`${path}: every scenario stands under a rule, and no step says two things`, () => {
      expect(feature.children.filter((child) => child.scenario !== undefined)).to.deep.equal([]);
      const steps = scenariosOf(feature).flatMap((scenario) => scenario.steps.map((step) => step.text));
      expect(steps.filter((step) => / and /.test(step))).to.deep.equal([]);
    });
  }
});

function parsed(path: string): Feature {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());
  const { feature } = parser.parse(readFileSync(join(FOLDER, path), "utf8"));
  if (feature === undefined) throw new Error(`${path} holds no feature.`);
  return feature;
}

function scenariosOf(feature: Feature): Scenario[] {
  return feature.children
    .flatMap((child) => [child, ...(child.rule?.children ?? [])])
    .flatMap(({ scenario }) => scenario ?? []);
}

function runbookIds(scenario: Scenario): string[] {
  return scenario.tags
    .filter(({ name }) => name.startsWith("@runbook:"))
    .map(({ name }) => name.slice("@runbook:".length));
}

/** Context, Action or Outcome for each step; a conjunction is what the step before it is. */
function spokenKeywords(scenario: Scenario): string[] {
  const kinds: string[] = [];
  for (const { keywordType } of scenario.steps)
    kinds.push(String(keywordType) === "Conjunction" ? (kinds.at(-1) ?? "") : (keywordType ?? ""));
  return kinds;
}
