import { z } from "zod";
import type { SchemaContext } from "./context";
import {
  argumentList,
  mustHold,
  filePath,
  inMs,
  jsonPointer,
  seconds,
  secretMap,
  text,
  textMap,
  urlPath,
} from "./fields";

const LONGEST_COMMAND_SECONDS = 1_800;

/** The commands that the runbook runs in the service's checkout; each may be left out. */
export function commandsSchema(context: SchemaContext) {
  return z
    .strictObject({
      unitTests: testCommand(context, "The unit tests.").optional(),
      integrationTests: testCommand(context, "The integration tests.").optional(),
      appStart: appStart(context).optional(),
      migrations: migrations(context).optional(),
    })
    .describe("The commands that the runbook runs in the service's checkout.");
}

function place(context: SchemaContext) {
  return {
    folder: filePath(context, "Folder in which it runs, relative to this file's folder."),
    environment: textMap(
      "Environment variables that it is given besides PATH, HOME, LANG and TMPDIR; no secrets.",
    ).optional(),
    environmentFrom: secretMap(
      context,
      "Secret environment variables that it is given: its name and our variable's NAME.",
    ).optional(),
  };
}

type Place = z.infer<z.ZodObject<ReturnType<typeof place>>>;

function placeOf({ folder, environment, environmentFrom }: Place) {
  return { folder, environment: { ...environment, ...environmentFrom } };
}

function testCommand(context: SchemaContext, description: string) {
  return z
    .strictObject({
      run: argumentList(
        "Program and arguments; {report} stands for the JUnit XML file that it must write.",
      ).superRefine((run, refinement) => mustHold(run, "{report}", "the path of its JUnit XML report", refinement)),
      ...place(context),
      timeoutSeconds: seconds("Ended and counted as not found out after this time.", LONGEST_COMMAND_SECONDS).default(
        300,
      ),
    })
    .describe(description)
    .transform(({ run, timeoutSeconds, ...rest }) => ({ run, ...placeOf(rest), timeoutMs: inMs(timeoutSeconds) }));
}

function appStart(context: SchemaContext) {
  return z
    .strictObject({
      run: argumentList("Program and arguments; {port} stands for the free port that it must listen on.").superRefine(
        (run, refinement) => mustHold(run, "{port}", "the free port", refinement),
      ),
      ...place(context),
      readyLine: text("Text of the line that says that start-up is complete.").default("Application startup complete."),
      healthPath: urlPath("Path of the health endpoint.").default("/health"),
      versionPointer: jsonPointer("Where the version stands in its JSON answer.").default("/version"),
      timeoutSeconds: seconds("How long it may take until it answers.", 120).default(25),
    })
    .describe("Starts the service's main application on a free port.")
    .transform(({ timeoutSeconds, folder, environment, environmentFrom, ...rest }) => ({
      ...rest,
      ...placeOf({ folder, environment, environmentFrom }),
      timeoutMs: inMs(timeoutSeconds),
    }));
}

function migrations(context: SchemaContext) {
  return z
    .strictObject({
      upgrade: argumentList(
        "Brings the database to the newest revision; run only where database-upgrade is permitted.",
      ),
      current: argumentList("Prints the revisions that the database has."),
      heads: argumentList("Prints the newest revisions that the checkout has."),
      ...place(context),
      unreachableErrors: z
        .array(z.string().min(1))
        .default(["OperationalError"])
        .describe("Class names of the errors that mean: the database could not be reached."),
      timeoutSeconds: seconds("Deadline of each of the three commands.", LONGEST_COMMAND_SECONDS).default(60),
    })
    .describe("The database's migrations (alembic or alike).")
    .transform(({ timeoutSeconds, folder, environment, environmentFrom, ...rest }) => ({
      ...rest,
      ...placeOf({ folder, environment, environmentFrom }),
      timeoutMs: inMs(timeoutSeconds),
    }));
}
