import type { StandInRequest } from "../http-server";
import { isRecord, mediaTypeOf, parseJson } from "../outside-data";
import { missingArgument, SlackRefusal } from "./refusal";

/** The arguments of one call, from query, form or JSON body, not yet checked. */
export class SlackArguments {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** A text argument; numbers and booleans of a JSON body count as their text. */
  text(name: string): string | undefined {
    const value = this.values[name];
    if (typeof value === "string") return value;
    return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
  }

  /** @throws SlackRefusal `invalid_arguments` when it is absent. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === "") throw missingArgument(name);
    return value;
  }

  /** Slack's booleans: `true` and `1`. */
  isSet(name: string): boolean {
    return ["true", "1"].includes(this.text(name) ?? "");
  }

  /** An argument that is an object or a list: itself in a JSON body, JSON text in a form. */
  structure(name: string, refusal: string): unknown {
    const value = this.values[name];
    if (typeof value !== "string") return value;
    if (value === "") return undefined;
    const parsed = parseJson(value);
    if (!parsed.ok) throw new SlackRefusal(refusal);
    return parsed.value;
  }
}

/**
 * Reads a call's arguments as Slack does: query and form always, a JSON body only for the methods that accept one
 * (most methods that write do; for the others the body is ignored). docs.slack.dev/apis/web-api
 *
 * @throws SlackRefusal for a body that Slack cannot read.
 */
export function readArguments(request: StandInRequest, acceptsJson: boolean): SlackArguments {
  const query = Object.fromEntries(request.query);
  if (request.method !== "POST" || request.body === "") return new SlackArguments(query);
  switch (mediaTypeOf(request)) {
    case "application/x-www-form-urlencoded":
      return new SlackArguments({ ...query, ...Object.fromEntries(new URLSearchParams(request.body)) });
    case "application/json": {
      if (!acceptsJson) return new SlackArguments(query);
      const parsed = parseJson(request.body);
      if (!parsed.ok) throw new SlackRefusal("invalid_json");
      if (!isRecord(parsed.value)) throw new SlackRefusal("json_not_object");
      return new SlackArguments({ ...query, ...parsed.value });
    }
    case "":
      throw new SlackRefusal("missing_post_type");
    default:
      throw new SlackRefusal("invalid_post_type");
  }
}
