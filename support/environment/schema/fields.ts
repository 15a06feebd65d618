import { z, type RefinementCtx } from "zod";
import { reportFault, type SchemaContext } from "./context";

const SECRET_NAME = /^[A-Z_][A-Z0-9_]*$/;
const SHORTEST_SECRET = 6;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Text that is not empty. */
export function text(description: string) {
  return z.string().min(1).describe(description);
}

/** Seconds above 0; `max` is the longest that makes sense there. */
export function seconds(description: string, max: number) {
  return z.number().positive().max(max).describe(description);
}

/** Seconds of the file as the whole milliseconds that the clients take. */
export function inMs(durationSeconds: number): number {
  return Math.round(durationSeconds * 1000);
}

/** A program and its arguments, each its own list entry: no shell is between. */
export function argumentList(description: string) {
  return z.array(z.string()).min(1).describe(description);
}

/** Reports a command without an argument that holds the placeholder. */
export function mustHold(
  run: readonly string[],
  placeholder: string,
  meaning: string,
  refinement: RefinementCtx,
): void {
  if (run.some((argument) => argument.includes(placeholder))) return;
  reportFault(refinement, {
    what: `no argument holds ${placeholder}, ${meaning}`,
    fix: `write ${placeholder} where the command takes it`,
  });
}

/** Names and texts: environment variables, headers, labels. */
export function textMap(description: string) {
  return z.record(z.string(), z.string()).describe(description);
}

/** Text of a form. It is no pattern of the published schema, where `${NAME}` may still stand in its place. */
export function textOfForm(form: RegExp, description: string) {
  return z
    .string()
    .describe(description)
    .superRefine((given, refinement) => {
      if (!form.test(given))
        reportFault(refinement, { what: "this has not the form that it must have", fix: description });
    });
}

/** A time, ISO 8601 with a zone, given out in UTC. */
export function time(description: string) {
  return text(description).transform((written, refinement) => {
    const at = new Date(written);
    if (ISO_TIME.test(written) && !Number.isNaN(at.getTime())) return at.toISOString();
    reportFault(refinement, {
      what: `"${written}" is no time in ISO 8601 with a zone`,
      fix: "write it like 2025-10-22T14:00:00Z or 2025-10-22T23:00:00+09:00",
    });
    return z.NEVER;
  });
}

/** The path part of a URL: begins with a slash. */
export function urlPath(description: string) {
  return textOfForm(/^\//, description);
}

/** A JSON pointer (RFC 6901): "/version"; "" is the whole document. */
export function jsonPointer(description: string) {
  return textOfForm(/^(?:\/(?:[^~/]|~[01])*)*$/, description);
}

/** A path of the file system, given out absolute. */
export function filePath(context: SchemaContext, description: string) {
  return text(description).transform((path) => context.resolvePath(path));
}

/** The name of the environment variable that holds a secret, given out as the secret itself. */
export function secretFrom(context: SchemaContext, description: string) {
  return z
    .string()
    .regex(SECRET_NAME)
    .describe(`${description}: the NAME of the environment variable that holds it, never the secret itself.`)
    .transform((name, refinement) => {
      const fault = faultOfSecret(name, context.secretOf(name));
      if (fault === undefined) return context.secretOf(name) ?? z.NEVER;
      reportFault(refinement, fault);
      return z.NEVER;
    });
}

/** Names (of headers, of variables) and, for each, the environment variable that holds its secret value. */
export function secretMap(context: SchemaContext, description: string) {
  return z.record(z.string(), secretFrom(context, "A secret value")).describe(description);
}

function faultOfSecret(name: string, value: string | undefined) {
  if (value === undefined || value === "") {
    return {
      what: `the environment variable ${name}, which holds a secret, is ${value === undefined ? "not set" : "empty"}`,
      fix: `set it where the command is started, for example: export ${name}=… (or in the CI system's secret store)`,
    };
  }
  if (value.trim() !== value) {
    return {
      what: `the secret in the environment variable ${name} begins or ends with white space or a line break`,
      fix: `set ${name} again without it, for example: export ${name}="$(tr -d '[:space:]' < file)"`,
    };
  }
  if (value.length < SHORTEST_SECRET) {
    return {
      what: `the secret in the environment variable ${name} has fewer than ${SHORTEST_SECRET} characters`,
      fix: "use a longer one: so short a text cannot be kept out of the reports without harming other words",
    };
  }
  return undefined;
}
