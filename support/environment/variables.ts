import type { DataPath, PlacedFault } from "./yaml-source";

/** Environment variables or what stands for them: names and values. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Data with its `${NAME}` replaced, and what was wrong with them. */
export interface Substituted {
  readonly data: unknown;
  /** Placeholders that may not stand where they do. */
  readonly misplaced: readonly PlacedFault[];
  /** Placeholders whose variable is not set; they still stand in the data. */
  readonly missing: readonly PlacedFault[];
}

const PLACEHOLDER = /\$\$\{|\$\{([^}]*)\}/g;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Replaces `${NAME}` in every text of the data by the variable's value; `$${` stands for a literal `${`. */
export function substituteVariables(data: unknown, variables: Variables): Substituted {
  const secretNames = new Set(namesOfSecrets(data, false));
  const misplaced: PlacedFault[] = [];
  const missing: PlacedFault[] = [];
  const replace = (value: unknown, path: DataPath, isSecretName: boolean): unknown => {
    if (typeof value === "string") return replaceIn(value, path, isSecretName);
    if (Array.isArray(value)) return value.map((entry, index) => replace(entry, [...path, index], isSecretName));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        replace(entry, [...path, key], isSecretName || key.endsWith("From")),
      ]),
    );
  };
  const replaceIn = (text: string, path: DataPath, isSecretName: boolean): string =>
    text.replace(PLACEHOLDER, (placeholder, name: string | undefined) => {
      if (name === undefined) return "${";
      const fault = faultOf(name, isSecretName, secretNames);
      if (fault !== undefined) misplaced.push({ path, at: "value", ...fault });
      else if (variables[name] === undefined) missing.push({ path, at: "value", ...notSet(name) });
      return variables[name] ?? placeholder;
    });
  return { data: replace(data, [], false), misplaced, missing };
}

function faultOf(name: string, isSecretName: boolean, secretNames: ReadonlySet<string>) {
  if (isSecretName) {
    return {
      what: `here stands the name of a variable, and \${${name}} would put its secret into the environment`,
      fix: `write the bare name: ${name}`,
    };
  }
  if (!VARIABLE_NAME.test(name)) {
    return {
      what: `\${${name}} names no variable: only letters, digits and underscores are allowed`,
      fix: "correct the name; for a literal dollar and brace write $${",
    };
  }
  if (secretNames.has(name)) {
    return {
      what: `the variable ${name} holds a secret, and \${${name}} would put it into the environment`,
      fix: "use auth, headersFrom or environmentFrom, which keep a secret out of every report",
    };
  }
  return undefined;
}

function notSet(name: string) {
  return {
    what: `the variable ${name} is not set`,
    fix: `set it where the command is started, for example: export ${name}=… (or write the value here)`,
  };
}

/** Names of variables that the data declares as holding secrets: the texts under keys that end in "From". */
function namesOfSecrets(data: unknown, isSecretName: boolean): string[] {
  if (typeof data === "string") return isSecretName ? [data] : [];
  if (Array.isArray(data)) return data.flatMap((entry) => namesOfSecrets(entry, isSecretName));
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([key, entry]) => namesOfSecrets(entry, isSecretName || key.endsWith("From")));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
