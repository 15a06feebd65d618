import { z } from "zod";
import type { SchemaContext } from "./context";
import { text, textOfForm } from "./fields";
import { connectionSchema } from "./transport";
import { webUrl } from "./url";

/** The tracker of the release's issues: a new kind is one more schema in this list. */
export function issueTrackerSchema(context: SchemaContext) {
  return z
    .discriminatedUnion("kind", [github(context), jira(context)])
    .describe("The tracker of the release's issues: none with the release's label may be open.");
}

function github(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("github").describe("GitHub, or a GitHub Enterprise Server (https://HOST/api/v3)."),
    connection: connectionSchema(context, "GitHub", "https://api.github.com"),
    repository: textOfForm(/^[^/\s]+\/[^/\s]+$/, 'The repository as owner/name: "example/phase4".'),
    label: textOfForm(/^[^,]+$/, "Label of the release's issues; without a comma, which separates labels."),
  });
}

function jira(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("jira").describe("Jira."),
    deployment: z
      .enum(["cloud", "data-center"])
      .describe(
        "cloud: TEAM.atlassian.net, with user and API token; data-center: a server of one's own, with a token.",
      ),
    connection: connectionSchema(context, "Jira"),
    project: text("Key of the project."),
    label: text("Label of the release's issues."),
    controlJql: text(
      "A question (JQL) that must find at least one issue, best a closed one with the label: Jira does not say that a " +
        "label is misspelt. Left out: any issue of the project.",
    ).optional(),
    siteUrl: webUrl("Address under which people open issues; left out: that of the connection.").optional(),
  });
}
