/** A call that Slack answers with `ok: false`; `code` is Slack's word for why. */
export class SlackRefusal extends Error {
  override readonly name = "SlackRefusal";

  constructor(
    readonly code: string,
    /** Further fields of the answer, such as `response_metadata`. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(`Slack refuses the call: ${code}`);
  }
}

/** The refusal of a call that lacks a required argument. */
export function missingArgument(name: string): SlackRefusal {
  return new SlackRefusal("invalid_arguments", {
    response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
  });
}
