import { z } from "zod";
import { oncePerContext, type SchemaContext } from "./context";
import { argumentList, filePath, secretFrom, text } from "./fields";

/** How a request proves who asks: one kind of several, its secret named by an environment variable. */
export const authSchema = oncePerContext((context) =>
  z
    .discriminatedUnion("kind", [none(), basic(context), bearer(context), header(context), command(), file(context)])
    .describe("How we prove who asks; left out: nothing is sent.")
    .prefault({ kind: "none" }),
);

function none() {
  return z.strictObject({ kind: z.literal("none").describe("Nothing is sent.") });
}

function basic(context: SchemaContext) {
  return z
    .strictObject({
      kind: z.literal("basic").describe("User and password (HTTP Basic)."),
      user: text("User name or instance number, as text."),
      passwordFrom: secretFrom(context, "Password"),
    })
    .transform(({ kind, user, passwordFrom }) => ({ kind, user, password: passwordFrom }));
}

function bearer(context: SchemaContext) {
  return z
    .strictObject({
      kind: z.literal("bearer").describe("A token (Authorization: Bearer …)."),
      tokenFrom: secretFrom(context, "Token"),
    })
    .transform(({ kind, tokenFrom }) => ({ kind, token: tokenFrom }));
}

function header(context: SchemaContext) {
  return z
    .strictObject({
      kind: z.literal("header").describe("A header of the system's own (X-Api-Key, Authorization: ApiKey …)."),
      name: text("Name of the header."),
      prefix: z.string().default("").describe('What stands before the secret, with its space: "ApiKey ".'),
      valueFrom: secretFrom(context, "Secret part of the header"),
    })
    .transform(({ kind, name, prefix, valueFrom }) => ({ kind, name, prefix, value: valueFrom }));
}

function command() {
  return z.strictObject({
    kind: z
      .literal("bearer-from-command")
      .describe("A command prints the token (gcloud, aws, vault); asked once a run."),
    command: argumentList('Program and arguments: ["gcloud", "auth", "print-access-token"].'),
  });
}

function file(context: SchemaContext) {
  return z.strictObject({
    kind: z.literal("bearer-from-file").describe("A file holds the token (a projected service-account token)."),
    path: filePath(context, "Path of the file."),
  });
}
