import { z, type RefinementCtx } from "zod";
import type { Connection } from "../connection";
import { reportFault, type SchemaContext } from "./context";
import { jsonPointer, text, urlPath } from "./fields";
import { connectionSchema } from "./transport";

/** Where users' answers on a version are, and how to read them; the connection given out bears the source's name. */
export function feedbackSchema(context: SchemaContext) {
  return z
    .strictObject({
      name: text("The source's name, for people.").default("Feedback source"),
      connection: connectionSchema(context, "Feedback source"),
      path: urlPath(
        "Path with query that asks for a window: {version}, {since} and {until} are replaced. Begins with a slash.",
      ),
      controlPath: urlPath(
        "The same without the window: the control question, which shows that the place is right. Begins with a slash.",
      ),
      timeFormat: z
        .enum(["iso", "unix-seconds", "unix-milliseconds"])
        .default("iso")
        .describe(
          "How {since} and {until} are written: 2025-10-22T14:00:00.000Z, or seconds or milliseconds since 1970.",
        ),
      answers: z
        .discriminatedUnion("kind", [counts(), list()])
        .describe("Where the answers stand in the JSON that comes back."),
    })
    .describe("Where users' answers on a version are, and how to read them.")
    .superRefine(({ path, controlPath, answers }, refinement) => {
      const keepsToWindow = answers.kind === "list" && answers.time !== undefined;
      if (!keepsToWindow) mustName(path, ["{since}", "{until}"], refinement);
      mustNotName(controlPath, ["{since}", "{until}"], refinement);
      if (answers.kind === "counts" && answers.version === undefined) mustName(path, ["{version}"], refinement);
    })
    .transform(({ name, connection, ...rest }) => ({
      ...rest,
      connection: { ...connection, system: name } satisfies Connection,
    }));
}

function counts() {
  return z.strictObject({
    kind: z.literal("counts").describe("The source counts: its answer holds the numbers."),
    answers: jsonPointer("Where the number of all answers stands; left out: the sum of the others.").optional(),
    positive: jsonPointer("Where the number of positive answers stands.").default("/positive"),
    neutral: jsonPointer("Where the number of neutral answers stands; left out: it knows none.").optional(),
    negative: jsonPointer("Where the number of negative answers stands.").default("/negative"),
    version: jsonPointer("Where the version stands that the answer speaks of; left out: it does not say.").optional(),
  });
}

function list() {
  const words = (which: string) => z.array(text("A word or number.")).describe(`Words that mean ${which}.`);
  return z.strictObject({
    kind: z.literal("list").describe("The source lists the answers one by one."),
    list: jsonPointer("Where the array of answers stands.").default(""),
    sentiment: jsonPointer('Where, in an answer, its word or number stands: "/rating".'),
    words: z
      .strictObject({
        positive: words("positive").min(1),
        neutral: words("neutral").default([]),
        negative: words("negative").min(1),
      })
      .describe('What the words mean; numbers in quotes: positive: ["4", "5"]. Any other word is no answer.')
      .superRefine(({ positive, neutral, negative }, refinement) => {
        const all = [...positive, ...neutral, ...negative];
        const twice = all.filter((word, index) => all.indexOf(word) !== index);
        if (twice.length === 0) return;
        reportFault(refinement, {
          what: `"${twice.join('", "')}" stands twice among the words`,
          fix: "let each word mean one thing",
        });
      }),
    time: jsonPointer(
      "Where, in an answer, its time (ISO 8601) stands; left out: the source keeps to the window that it is asked for.",
    ).optional(),
    next: jsonPointer("Where the address of the next page stands; left out: all answers come at once.").optional(),
  });
}

function mustName(path: string, placeholders: readonly string[], refinement: RefinementCtx): void {
  const missing = placeholders.filter((placeholder) => !path.includes(placeholder));
  if (missing.length === 0) return;
  reportFault(
    refinement,
    {
      what: `the path does not hold ${missing.join(" and ")}: answers of all times and versions would count`,
      fix: 'write them where the source takes them: "/feedback?version={version}&since={since}&until={until}"',
    },
    ["path"],
  );
}

function mustNotName(path: string, placeholders: readonly string[], refinement: RefinementCtx): void {
  const found = placeholders.filter((placeholder) => path.includes(placeholder));
  if (found.length === 0) return;
  reportFault(
    refinement,
    {
      what: `the control question holds ${found.join(" and ")}, and is to ask for all time`,
      fix: "take the window out of controlPath",
    },
    ["controlPath"],
  );
}
