import type { Envelope, Timestamp } from "@cucumber/messages";
import { idsInOrder } from "./gherkin-nodes";

/**
 * Makes one valid message stream of many: each scenario is its own run of cucumber, so sources, documents, pickles and
 * step definitions come once per scenario, with ids of their own. The first of each stays; ids of the later ones are
 * mapped to it by position, since the same text is always read into the same nodes in the same order.
 */
export interface MessageMerger {
  /**
   * Takes the next message of a scenario's run.
   * @param key names the run.
   * @returns what to append to the one stream: nothing where it is there already.
   */
  accept(key: string, envelope: Envelope): Envelope[];
  /** Ends the stream. */
  finish(success: boolean, timestamp: Timestamp): Envelope[];
  /** What belongs to one run alone: test case, steps, attachments. */
  eventsOf(key: string): readonly Envelope[];
  /** The whole stream, with the runs' events in the order of `keys`. */
  inOrder(keys: readonly string[]): Envelope[];
}

/** @param testRunId id of the one test run. */
export function createMessageMerger(testRunId: string, startedAt: Timestamp): MessageMerger {
  const heads = createHeads();
  const events = new Map<string, Envelope[]>();
  const idMaps = new Map<string, Map<string, string>>();
  const started: Envelope = { testRunStarted: { id: testRunId, timestamp: startedAt } };
  let isStarted = false;
  let finished: Envelope[] = [];

  const startOnce = (): Envelope[] => {
    const first = !isStarted;
    isStarted = true;
    return first ? [started] : [];
  };

  return {
    accept(key, envelope) {
      const idMap = idMaps.get(key) ?? new Map<string, string>();
      idMaps.set(key, idMap);
      if (envelope.testRunStarted !== undefined) {
        idMap.set(envelope.testRunStarted.id ?? "", testRunId);
        return startOnce();
      }
      if (envelope.testRunFinished !== undefined) return [];
      if (isHead(envelope)) return heads.accept(key, withMappedIds(envelope, idMap), envelope, idMap);
      const mapped = withMappedIds(envelope, idMap);
      events.set(key, [...(events.get(key) ?? []), mapped]);
      return [mapped];
    },
    finish(success, timestamp) {
      finished = [...startOnce(), { testRunFinished: { testRunStartedId: testRunId, timestamp, success } }];
      return finished;
    },
    eventsOf: (key) => events.get(key) ?? [],
    inOrder(keys) {
      const ofRuns = keys.flatMap((key) => events.get(key) ?? []);
      const testCases = ofRuns.filter(({ testCase }) => testCase !== undefined);
      const rest = ofRuns.filter(({ testCase }) => testCase === undefined);
      return [...heads.all(), started, ...testCases, ...rest, ...finished.slice(-1)];
    },
  };
}

function isHead({ meta, source, gherkinDocument, pickle, parseError, ...rest }: Envelope): boolean {
  const ofFeatures = meta ?? source ?? gherkinDocument ?? pickle ?? parseError;
  const ofSupport = rest.stepDefinition ?? rest.hook ?? rest.parameterType ?? rest.undefinedParameterType;
  return (ofFeatures ?? ofSupport) !== undefined;
}

interface Heads {
  accept(key: string, mapped: Envelope, original: Envelope, idMap: Map<string, string>): Envelope[];
  all(): Envelope[];
}

function createHeads(): Heads {
  const kept = new Map<string, Envelope>();
  const pickleCounts = new Map<string, number>();
  return {
    accept(key, mapped, original, idMap) {
      const name = nameOf(mapped, () => {
        const counter = `${key}\n${mapped.pickle?.uri ?? ""}`;
        const position = pickleCounts.get(counter) ?? 0;
        pickleCounts.set(counter, position + 1);
        return position;
      });
      const first = kept.get(name);
      if (first === undefined) {
        kept.set(name, mapped);
        return [mapped];
      }
      const to = idsInOrder(first);
      idsInOrder(original).forEach((id, position) => idMap.set(id, to[position] ?? id));
      return [];
    },
    all: () => [...kept.values()],
  };
}

/** What makes two messages of different runs the same one. */
function nameOf(envelope: Envelope, nextPosition: () => number): string {
  const { source, gherkinDocument, pickle, stepDefinition, hook, parameterType } = envelope;
  if (source !== undefined) return `source ${source.uri}`;
  if (gherkinDocument !== undefined) return `document ${gherkinDocument.uri ?? ""}`;
  if (pickle !== undefined) return `pickle ${pickle.uri} ${nextPosition()}`;
  if (stepDefinition !== undefined) return `step definition ${stepDefinition.id}`;
  if (hook !== undefined) return `hook ${hook.id}`;
  if (parameterType !== undefined) return `parameter type ${parameterType.name}`;
  return envelope.meta !== undefined ? "meta" : JSON.stringify(envelope);
}

const ID_FIELD = /^(?:id|.*Ids?)$/;

function withMappedIds(envelope: Envelope, idMap: ReadonlyMap<string, string>): Envelope {
  if (idMap.size === 0) return envelope;
  const copy = structuredClone(envelope);
  mapIds(copy, idMap);
  return copy;
}

function mapIds(node: object, idMap: ReadonlyMap<string, string>): void {
  for (const field of Object.keys(node)) {
    const value: unknown = Reflect.get(node, field);
    if (typeof value === "object" && value !== null && !isIdList(field, value)) mapIds(value, idMap);
    else if (isIdList(field, value))
      Reflect.set(
        node,
        field,
        value.map((id) => (typeof id === "string" ? (idMap.get(id) ?? id) : id)),
      );
    else if (ID_FIELD.test(field) && typeof value === "string") Reflect.set(node, field, idMap.get(value) ?? value);
  }
}

function isIdList(field: string, value: unknown): value is unknown[] {
  return field.endsWith("Ids") && Array.isArray(value);
}
