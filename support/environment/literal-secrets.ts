import type { DataPath, PlacedFault } from "./yaml-source";

/** Forms that only secrets have. */
const FORMS: readonly { readonly name: string; readonly form: RegExp }[] = [
  { name: "a Slack token", form: /\bxox[a-z]-[A-Za-z0-9-]{8,}/ },
  { name: "a Slack webhook address, which is a secret", form: /\bhooks\.slack\.com\/services\/\S+/ },
  { name: "a Grafana token", form: /\bgl(?:sa|c)_[A-Za-z0-9_=]{16,}/ },
  { name: "a GitHub token", form: /\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{16,}/ },
  { name: "a private key", form: /-----BEGIN [A-Z ]*PRIVATE KEY/ },
  { name: "a signed token (JWT)", form: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./ },
  { name: "an address with a password", form: /:\/\/[^\s/?#]*:[^\s/?#]+@/ },
];

/** Secrets that stand in the data as they are; the faults never repeat them. */
export function findLiteralSecrets(data: unknown, path: DataPath = []): PlacedFault[] {
  if (typeof data === "string") return faultsOf(data, path);
  if (typeof data !== "object" || data === null) return [];
  const isList = Array.isArray(data);
  return Object.entries(data).flatMap(([key, entry]) =>
    findLiteralSecrets(entry, [...path, isList ? Number(key) : key]),
  );
}

function faultsOf(text: string, path: DataPath): PlacedFault[] {
  const found = FORMS.find(({ form }) => form.test(text));
  if (found === undefined) return [];
  return [
    {
      path,
      at: "value",
      what: `this holds ${found.name}`,
      fix: "put it into an environment variable and name that in the …From field beside it; then change the secret: it was in a file",
    },
  ];
}
