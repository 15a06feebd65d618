import type { StandInAnswer } from "../http-server";
import { json } from "../http-server";
import { isRecord, parseJson } from "../outside-data";

/**
 * How the front's answers differ from those of the Prometheus behind it.
 * `warns`: as of one that could not reach its remote storage: data whole, with a warning.
 * `partial`: as of a Thanos that has lost one of its stores.
 */
export type FrontManner = "warns" | "partial";

/** The questions whose answers a manner may change. */
export const CHANGED_OPERATIONS = ["query", "query_range", "targets", "rules"] as const;

/** One of these questions, by the last part of its path. */
export type ChangedOperation = (typeof CHANGED_OPERATIONS)[number];

/** A question with its parameters, those of the address and those of the form. */
export interface Question {
  readonly operation: ChangedOperation;
  readonly parameters: URLSearchParams;
}

/** The warning of a Prometheus whose remote storage is silent. */
export const REMOTE_STORAGE_SILENT =
  "the remote storage at 127.0.0.1:9201 is out of reach: answers may lack its samples";

/** The store that Thanos has lost, and what it learnt when it asked it. */
const LOST_STORE = "127.0.0.1:10901";
const LOST_BY = "rpc error: code = Unavailable desc = connection refused";

/** Thanos's warning about series, and the reason of its error. */
export const STORE_SILENT =
  `receive series from Addr: ${LOST_STORE} LabelSets: {replica="b"} ` +
  `MinTime: 0 MaxTime: 9223372036854775807: ${LOST_BY}`;

/** How Go's ParseBool reads "no": so does Thanos read `partial_response`. */
const NO = ["0", "f", "F", "false", "FALSE", "False"];

/**
 * What the front answers where Prometheus answered `whole`. Only answers with status "success" are changed.
 * Source of Thanos's manner: its query API (pkg/api/query/v1.go). `partial_response` counts for queries only; a
 * question that needs no series, such as `time()`, asks no store.
 */
export function answerInManner(manner: FrontManner, question: Question, whole: StandInAnswer): StandInAnswer {
  const read = parseJson(whole.body);
  if (!read.ok || !isRecord(read.value) || read.value["status"] !== "success") return whole;
  const { value: envelope } = read;
  return manner === "warns" ? warned(question, whole, envelope) : partial(question, whole, envelope);
}

type Envelope = Readonly<Record<string, unknown>>;

function warned({ operation }: Question, whole: StandInAnswer, envelope: Envelope): StandInAnswer {
  if (operation !== "query" && operation !== "query_range") return whole;
  return withWarning(whole, envelope, REMOTE_STORAGE_SILENT);
}

function partial({ operation, parameters }: Question, whole: StandInAnswer, envelope: Envelope): StandInAnswer {
  const data = isRecord(envelope["data"]) ? envelope["data"] : {};
  const without = (list: string): Envelope => ({ ...envelope, data: { ...data, [list]: withoutLast(data[list]) } });
  switch (operation) {
    case "targets":
      return withWarning(whole, without("activeTargets"), `fetching targets from ${LOST_STORE}: ${LOST_BY}`);
    case "rules":
      return withWarning(whole, without("groups"), `fetching rules from ${LOST_STORE}: ${LOST_BY}`);
    case "query":
    case "query_range":
      if (!readsSeries(parameters.get("query") ?? "")) return whole;
      if (NO.includes(parameters.get("partial_response") ?? "")) return refused();
      return withWarning(whole, without("result"), STORE_SILENT);
  }
}

/** Whether an expression has a selector: braces, or a name that is no function's. "time()" and "vector(1)[2s:1s]" have none. */
function readsSeries(promql: string): boolean {
  return promql.includes("{") || /(?<![\w:])[a-zA-Z_:][\w:]*(?![\w:]|\s*\()/.test(promql);
}

/** One is missing where there are several. */
function withoutLast(list: unknown): unknown {
  return Array.isArray(list) && list.length > 1 ? list.slice(0, -1) : list;
}

function withWarning(whole: StandInAnswer, envelope: Envelope, warning: string): StandInAnswer {
  const own: unknown = envelope["warnings"];
  const warnings = Array.isArray(own) ? own.concat(warning) : [warning];
  return { ...whole, body: JSON.stringify({ ...envelope, warnings }) };
}

function refused(): StandInAnswer {
  const error = `expanding series: proxy Series(): rpc error: code = Aborted desc = ${STORE_SILENT}`;
  return json(422, { status: "error", errorType: "execution", error });
}
