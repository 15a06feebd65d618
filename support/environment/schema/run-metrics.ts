import { z } from "zod";
import { reportFault, type SchemaContext } from "./context";
import { text, textOfForm } from "./fields";
import { connectionSchema } from "./transport";

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Where the metrics of the runs themselves go; each outlet may be left out. */
export function runMetricsSchema(context: SchemaContext) {
  return z
    .strictObject({
      pushgateway: pushgateway(context).optional(),
      textfile: textfile(context).optional(),
      serve: z
        .strictObject({
          host: text("Address of this machine that is listened on; 0.0.0.0: all of them.").default("127.0.0.1"),
          port: z.int().min(1).max(65_535).default(9464).describe("Port."),
        })
        .optional()
        .describe("Where npm run watch serves them, at /metrics, while it runs."),
    })
    .describe("Where the metrics of the runs themselves (verdicts, outcomes, ages) go; each outlet may be left out.");
}

function pushgateway(context: SchemaContext) {
  return z
    .strictObject({
      connection: connectionSchema(context, "Pushgateway"),
      job: text("Label job of the group.").default("canary_runbook"),
      grouping: z
        .record(z.string(), text("Value of the label."))
        .default({})
        .describe("Further labels of the group; the environment's name is always one of them."),
    })
    .describe("A Prometheus Pushgateway; each run replaces the group of its environment.")
    .superRefine(({ grouping }, refinement) => {
      for (const name of Object.keys(grouping)) {
        const what = faultOfLabel(name);
        if (what === null) continue;
        reportFault(refinement, { what, fix: "name it otherwise, such as team" }, ["grouping", name]);
      }
    })
    .transform(({ grouping, ...rest }) => ({ ...rest, grouping: { environment: context.name, ...grouping } }));
}

function faultOfLabel(name: string): string | null {
  if (!LABEL.test(name) || name.startsWith("__")) return `"${name}" is no name of a label`;
  const own = ["job", "environment", "release", "version", "phase", "item", "outcome", "verdict", "result"];
  return own.includes(name) ? `the metrics have a label "${name}" of their own` : null;
}

function textfile(context: SchemaContext) {
  const form = "A path that ends with .prom in the folder of node_exporter's --collector.textfile.directory.";
  return z
    .strictObject({
      path: textOfForm(/\.prom$/, form).transform((path) => context.resolvePath(path)),
      mode: textOfForm(/^0?[0-7]{3}$/, 'Permissions in octal, in quotes: "0644".')
        .default("0644")
        .transform((octal) => Number.parseInt(octal, 8)),
    })
    .describe("A file for node_exporter's textfile collector, written in one step; a file of its own per environment.");
}
