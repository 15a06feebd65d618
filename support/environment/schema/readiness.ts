import { z } from "zod";
import type { Connection } from "../connection";
import { reportFault, type SchemaContext } from "./context";
import { jsonPointer, text, urlPath } from "./fields";
import { connectionSchema } from "./transport";

/** What says whether the A/B test may begin; the connection given out bears its name. */
export function readinessSchema(context: SchemaContext) {
  return z
    .strictObject({
      name: text("Its name, for people.").default("A/B test readiness"),
      connection: connectionSchema(context, "A/B test readiness"),
      path: urlPath("Path with query; {version} is replaced by the canary's version. Begins with a slash."),
      ready: jsonPointer("Where true or false stands; anything else is no answer."),
      version: jsonPointer("Where the version stands that the answer speaks of; left out: it does not say.").optional(),
      conditions: conditions().optional(),
    })
    .describe("What says whether the A/B test may begin: an endpoint of the service, or a feature flag.")
    .superRefine(({ path, version }, refinement) => {
      if (path.includes("{version}") || version !== undefined) return;
      reportFault(
        refinement,
        {
          what: "neither does the path hold {version}, nor is it said where the answer's version stands",
          fix: "write {version} into the path, or set version, so that the answer is about this release",
        },
        ["path"],
      );
    })
    .transform(({ name, connection, ...rest }) => ({
      ...rest,
      connection: { ...connection, system: name } satisfies Connection,
    }));
}

function conditions() {
  return z
    .strictObject({
      list: jsonPointer("Where the array of conditions stands."),
      name: jsonPointer("Where, in a condition, its name stands.").default("/name"),
      isMet: jsonPointer("Where, in a condition, true or false stands."),
      reason: jsonPointer("Where, in a condition, the reason stands; left out: there is none.").optional(),
    })
    .describe("The single conditions, so that the report can say which is not met.");
}
