import type { EvidenceItem } from "../../model/evidence";
import type { Attempt } from "./attempt";
import type { Credentials } from "./credentials";
import type { WireRequest } from "./request";

/** Longest body that is kept, in bytes of UTF-8. */
const MAX_KEPT_BYTES = 256 * 1_024;

/** Headers that carry credentials whatever the auth kind. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "set-cookie",
  "proxy-authorization",
  "x-api-key",
  "private-token",
]);

const CONCEALED = "(secret)";

/** One request and the answer to its last try as evidence: JSON, without credentials. */
export function exchangeEvidence(
  title: string,
  request: WireRequest,
  attempts: readonly Attempt[],
  credentials: Credentials,
): EvidenceItem {
  const last = attempts.at(-1);
  const record = {
    request: {
      method: request.method,
      url: request.url,
      headers: withoutSecrets({ ...request.headers, ...credentials.headers }, Object.keys(credentials.headers)),
      body: request.body ?? null,
    },
    response: last?.kind === "answered" ? responseRecord(last.answer) : null,
    noAnswer: last?.kind === "no-answer" ? last.fault.why : null,
    startedAt: last?.startedAt ?? null,
    durationMs: rounded(last?.durationMs ?? 0),
    earlierTries: attempts.slice(0, -1).map((attempt) => ({
      startedAt: attempt.startedAt,
      durationMs: rounded(attempt.durationMs),
      result: attempt.kind === "answered" ? `HTTP ${attempt.answer.status}` : attempt.fault.why,
    })),
  };
  const text = `${JSON.stringify(record, null, 2)}\n`;
  return { title, mediaType: "application/json", content: concealed(text, credentials.secrets) };
}

function responseRecord({ status, headers, body }: Extract<Attempt, { kind: "answered" }>["answer"]): object {
  const bytes = Buffer.from(body, "utf8");
  const isBodyCut = bytes.length > MAX_KEPT_BYTES;
  return {
    status,
    headers: withoutSecrets(headers, []),
    body: isBodyCut ? bytes.subarray(0, MAX_KEPT_BYTES).toString("utf8") : body,
    bodyBytes: bytes.length,
    isBodyCut,
    ...(isBodyCut && { note: `Only the first ${MAX_KEPT_BYTES} of ${bytes.length} bytes of the body are kept.` }),
  };
}

function withoutSecrets(headers: Readonly<Record<string, string>>, secretNames: readonly string[]): object {
  const isSecret = (name: string): boolean => SECRET_HEADERS.has(name) || secretNames.includes(name);
  return Object.fromEntries<string>(
    Object.entries(headers).map(([name, value]) => [name, isSecret(name) ? CONCEALED : value]),
  );
}

/** Takes secrets out that the system sent back: as they are, URL-encoded and escaped for JSON. */
function concealed(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  return forms.filter((form) => form.length > 3).reduce((kept, form) => kept.replaceAll(form, CONCEALED), text);
}

function rounded(durationMs: number): number {
  return Math.round(durationMs * 10) / 10;
}
