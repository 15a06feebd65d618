import type { RefinementCtx } from "zod";
import type { Tls } from "../connection";

/** What a connection block falls back to where it says nothing itself. */
export interface TransportDefaults {
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly pollMs: number;
  readonly maxBodyBytes: number;
  readonly proxy?: string | undefined;
  readonly tls: Tls;
}

/** What the schemas need from outside to turn a file's words into values. */
export interface SchemaContext {
  /** Name of the environment, as its file is called. */
  readonly name: string;
  readonly defaults: TransportDefaults;
  /** Makes a path of the file absolute: paths are relative to the folder of the environment file. */
  resolvePath(path: string): string;
  /** The value of the environment variable that holds a secret; undefined: not set. */
  secretOf(name: string): string | undefined;
}

/** What an issue of our own carries besides its place: both sentences without secrets. */
export interface FaultText {
  readonly what: string;
  readonly fix: string;
}

/** Reports a fault at the value under validation, or at `path` below it. */
export function reportFault(context: RefinementCtx, fault: FaultText, path: readonly (string | number)[] = []): void {
  context.addIssue({ code: "custom", message: fault.what, params: { ...fault }, path: [...path] });
}

/** The two sentences that `reportFault` put into an issue; undefined: the issue is not ours. */
export function faultTextOf(params: Readonly<Record<string, unknown>> | undefined): FaultText | undefined {
  const what = params?.["what"];
  const fix = params?.["fix"];
  return typeof what === "string" && typeof fix === "string" ? { what, fix } : undefined;
}

/** The same schema for the same context: what many sections share is built once a load, which makes most of its time. */
export function oncePerContext<Built>(build: (context: SchemaContext) => Built): (context: SchemaContext) => Built {
  const built = new WeakMap<SchemaContext, { readonly schema: Built }>();
  return (context) => {
    const known = built.get(context) ?? { schema: build(context) };
    built.set(context, known);
    return known.schema;
  };
}
