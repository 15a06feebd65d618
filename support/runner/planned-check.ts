import type { Envelope, GherkinDocument, Pickle } from "@cucumber/messages";
import { checkIds } from "../reporting/check-ids";
import { nodesById } from "./gherkin-nodes";

/** One scenario that is to be run: what its feature file says of it. */
export interface PlannedCheck {
  /** Unique in the run, made of the runbook ids; two checks of the same ids are told apart by the scenario's name. */
  readonly id: string;
  /** The runbook ids of the tags `@runbook:…`; never empty: a scenario without such a tag gets an id that no runbook has. */
  readonly items: readonly string[];
  readonly feature: string;
  readonly featureFile: string;
  /** Description of the feature, in prose. */
  readonly description: string;
  readonly scenario: string;
  readonly line: number;
  readonly tags: readonly string[];
  /** Names of the tags `@exclusive:…`: checks that share one never run at the same time. */
  readonly exclusive: readonly string[];
  /** Names of the tags `@needs:…`: what must be ready before the check begins. */
  readonly needs: readonly string[];
  readonly pickleId: string;
  /** Keyword and text of each step, by the id of the pickle's step. */
  readonly steps: ReadonlyMap<string, string>;
}

const RUNBOOK_TAG = "@runbook:";
const EXCLUSIVE_TAG = "@exclusive:";
const NEEDS_TAG = "@needs:";

/** The planned checks of a message stream, in the order in which the runner takes them. */
export function plannedChecks(envelopes: readonly Envelope[]): PlannedCheck[] {
  const documents = new Map(
    envelopes.flatMap(({ gherkinDocument: document }) =>
      document?.uri === undefined ? [] : [[document.uri, document]],
    ),
  );
  const pickles = new Map(envelopes.flatMap(({ pickle }) => (pickle === undefined ? [] : [[pickle.id, pickle]])));
  const planned = envelopes.flatMap(({ testCase }) => {
    const pickle = testCase === undefined ? undefined : pickles.get(testCase.pickleId);
    const document = pickle === undefined ? undefined : documents.get(pickle.uri);
    return pickle === undefined || document === undefined ? [] : [plannedCheck(pickle, document)];
  });
  const ids = checkIds(planned);
  return planned.map((check, index) => ({ ...check, id: ids[index] ?? check.id }));
}

function plannedCheck(pickle: Pickle, document: GherkinDocument): PlannedCheck {
  const nodes = nodesById(document);
  const tags = pickle.tags.map(({ name }) => name);
  const line = nodes.get(pickle.astNodeIds.at(-1) ?? "")?.line ?? 0;
  const items = namesOf(tags, RUNBOOK_TAG);
  const steps = pickle.steps.map(({ id, astNodeIds, text }): [string, string] => [
    id,
    `${nodes.get(astNodeIds[0] ?? "")?.keyword ?? ""}${text}`,
  ]);
  return {
    id: pickle.id,
    items: items.length > 0 ? items : [`untagged:${pickle.uri}:${line}`],
    feature: document.feature?.name ?? pickle.uri,
    featureFile: pickle.uri,
    description: proseOf(document.feature?.description ?? ""),
    scenario: pickle.name,
    line,
    tags,
    exclusive: namesOf(tags, EXCLUSIVE_TAG),
    needs: namesOf(tags, NEEDS_TAG),
    pickleId: pickle.id,
    steps: new Map(steps),
  };
}

function namesOf(tags: readonly string[], prefix: string): string[] {
  return [...new Set(tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length)))];
}

/** A line per paragraph, with an empty one between them. */
function proseOf(description: string): string {
  return description
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, " "))
    .join("\n\n")
    .trim();
}
