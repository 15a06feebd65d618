import { isDeepStrictEqual } from "node:util";
import type { Evidence } from "../model/evidence";
import { checkIds } from "../reporting/check-ids";

/** A field of verdict.json that is not as it was. */
export interface Difference {
  /** Id of the check; null: of the run itself. */
  readonly check: string | null;
  /** Where in the check or in the run: "measurements[0].value". */
  readonly field: string;
  /** undefined: there was none. */
  readonly then: unknown;
  /** undefined: there is none. */
  readonly now: unknown;
}

/** Fields that say when and how long: they differ from run to run. */
const CLOCK: ReadonlySet<string> = new Set(["runId", "startedAt", "finishedAt", "durationMs"]);

/** What is compared of a run: its verdict.json. */
export type VerdictDocument = Readonly<Record<string, unknown>> & {
  readonly checks: readonly (Readonly<Record<string, unknown>> & {
    readonly items: readonly string[];
    readonly scenario: string;
  })[];
};

/**
 * What differs between two verdict documents, field by field, apart from the fields of the clock and the evidence, which a
 * replay takes over, and from the places in the code that an error's text ends with.
 */
export function compareVerdicts(then: VerdictDocument, now: VerdictDocument): Difference[] {
  const { checks: checksThen, ...headThen } = then;
  const { checks: checksNow, ...headNow } = now;
  const [idsThen, idsNow] = [checkIds(checksThen), checkIds(checksNow)];
  const checks = [...new Set([...idsThen, ...idsNow])].flatMap((id) => {
    const [before, after] = [checksThen[idsThen.indexOf(id)], checksNow[idsNow.indexOf(id)]];
    if (before === undefined || after === undefined) {
      return [{ check: id, field: "the check itself", then: before && "there", now: after && "there" }];
    }
    return differences(id, "", withoutEvidence(before), withoutEvidence(after));
  });
  const isSameSet = isDeepStrictEqual(idsThen.toSorted(), idsNow.toSorted());
  const order = isSameSet && !isDeepStrictEqual(idsThen, idsNow);
  return [
    ...differences(null, "", headThen, headNow),
    ...(order ? [{ check: null, field: "order of the checks", then: idsThen.join(", "), now: idsNow.join(", ") }] : []),
    ...checks,
  ];
}

function withoutEvidence({ evidence: _, ...check }: Readonly<Record<string, unknown>>): object {
  return check;
}

/** Evidence that was made again, such as a chart, must be what it was: a difference for each piece that is not. */
export function compareEvidence(
  check: string,
  then: readonly Evidence[],
  again: readonly Pick<Evidence, "title" | "mediaType" | "sha256">[],
): Difference[] {
  const left = [...then];
  return again.flatMap(({ title, mediaType, sha256 }) => {
    const index = left.findIndex((piece) => piece.title === title && piece.mediaType === mediaType);
    const [piece] = index < 0 ? [] : left.splice(index, 1);
    if (piece?.sha256 === sha256) return [];
    return [{ check, field: `evidence "${title}"`, then: piece?.sha256, now: sha256 }];
  });
}

function differences(check: string | null, field: string, then: unknown, now: unknown): Difference[] {
  if (Array.isArray(then) && Array.isArray(now)) {
    const length = Math.max(then.length, now.length);
    const items = Array.from({ length }, (_, index) => index);
    return items.flatMap((index) => differences(check, `${field}[${index}]`, then[index], now[index]));
  }
  if (isRecord(then) && isRecord(now)) {
    const keys = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((key) => !CLOCK.has(key));
    return keys.flatMap((key) => differences(check, field === "" ? key : `${field}.${key}`, then[key], now[key]));
  }
  return isDeepStrictEqual(comparable(then), comparable(now)) ? [] : [{ check, field, then, now }];
}

/** A text without the lines that say where in the code an error came from: they are no part of what was found out. */
function comparable(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll(/\n\s+at .*/g, "") : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
