/** What people said to a question in Slack, as it stands there now. */
export interface QuestionSigns {
  readonly reactions: readonly { readonly userId: string; /** Without colons: "+1". */ readonly name: string }[];
  /** In the order of time. */
  readonly replies: readonly { readonly userId: string; readonly text: string }[];
}

/** What one person means: "unclear" where what they said contradicts itself, "nothing" where they said none of it. */
export type Meant = "yes" | "no" | "unclear" | "nothing";
