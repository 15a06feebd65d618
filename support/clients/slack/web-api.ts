import { parsedJson } from "../transport/json-text";
import { z, type ZodType } from "zod";
import type { Cause } from "../../model/outcome";
import type { HttpTransport } from "../transport/http-transport";
import type { Exchange, Reply } from "../transport/exchange";

/** Slack's own word for why it did not do what was asked, and the scope that it would need. */
export interface Refused {
  readonly kind: "refused";
  readonly word: string;
  readonly needed: string | null;
}

/** Nothing that Slack's Web API would say, or nothing at all: what was asked may or may not have happened. */
export interface Unanswered {
  readonly kind: "no-answer";
  readonly cause: Extract<Cause, "unreachable" | "timed-out" | "unauthorised">;
  readonly why: string;
}

/** What a method answered. */
export type SlackAnswer<T> = { readonly kind: "ok"; readonly data: T } | Refused | Unanswered;

const refusal = z.object({ ok: z.literal(false), error: z.string(), needed: z.string().optional() });
const acceptance = z.looseObject({ ok: z.literal(true) });

/** One call of the Web API: arguments as form fields, objects among them as JSON text. */
export interface SlackCall {
  readonly method: string;
  readonly form: Readonly<Record<string, string>>;
  /** Whether calling twice changes nothing. */
  readonly isRepeatable: boolean;
  readonly signal?: AbortSignal;
}

/** Calls a method and reads Slack's answer, which is HTTP 200 also where it refuses. Never throws for what Slack does. */
export async function callSlack<T>(
  transport: HttpTransport,
  call: SlackCall,
  data: ZodType<T>,
): Promise<SlackAnswer<T>> {
  const reply = await transport.tryAsk({
    operation: call.method,
    method: "POST",
    path: `/${call.method}`,
    form: call.form,
    isRepeatable: call.isRepeatable,
    ...(call.signal && { signal: call.signal }),
  });
  return readAnswer(reply, data);
}

function readAnswer<T>(reply: Reply, data: ZodType<T>): SlackAnswer<T> {
  if (reply.kind === "no-answer") {
    return reply;
  }
  const { exchange } = reply;
  if (exchange.status === 429) {
    return { kind: "refused", word: "ratelimited", needed: null };
  }
  const body = parsedJson(exchange.body);
  const refused = refusal.safeParse(body);
  if (refused.success) {
    return { kind: "refused", word: refused.data.error, needed: refused.data.needed ?? null };
  }
  const accepted = data.safeParse(acceptance.safeParse(body).success ? body : undefined);
  if (exchange.status === 200 && accepted.success) {
    return { kind: "ok", data: accepted.data };
  }
  const why = `HTTP ${exchange.status} of type "${exchange.contentType}" is no answer of Slack's Web API`;
  return { kind: "no-answer", cause: isLoginWall(exchange) ? "unauthorised" : "unreachable", why };
}

/** What a proxy or a single sign-on in front of Slack answers with. */
function isLoginWall({ status }: Exchange): boolean {
  return status === 401 || status === 403 || (status >= 300 && status < 400);
}
