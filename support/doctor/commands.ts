import { execa } from "execa";
import type { Environment } from "../environment/schema";
import { leftOut, ok, problem, type Finding } from "./finding";
import { findCommand, isFolder } from "./programs";

/** A command that the runbook runs, and which runbook items depend on it. */
interface Subject {
  readonly name: string;
  readonly section: string;
  readonly items: string;
}

interface Command {
  readonly runs: readonly (readonly string[])[];
  readonly folder: string;
}

const MODULE_CHECK = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)";
const MODULE_CHECK_MS = 10_000;

/** Whether each command's folder and programs are there; none of them is run. */
export function examineCommands({ commands }: Environment): Promise<Finding[]> {
  const { unitTests, integrationTests, appStart, migrations } = commands;
  return Promise.all([
    examine({ name: "unit tests", section: "commands.unitTests", items: "D3-T1" }, one(unitTests)),
    examine({ name: "integration tests", section: "commands.integrationTests", items: "D3-T2" }, one(integrationTests)),
    examine({ name: "application start", section: "commands.appStart", items: "D3-T3" }, one(appStart)),
    examine(
      { name: "migrations", section: "commands.migrations", items: "D3-T5" },
      migrations && {
        runs: [migrations.upgrade, migrations.current, migrations.heads],
        folder: migrations.folder,
      },
    ),
  ]);
}

function one(command: { run: readonly string[]; folder: string } | undefined): Command | undefined {
  return command && { runs: [command.run], folder: command.folder };
}

async function examine({ name, section, items }: Subject, command: Command | undefined): Promise<Finding> {
  if (command === undefined)
    return leftOut(name, `${items} ends inconclusive`, `add ${section} to the environment file`);
  const { runs, folder } = command;
  if (!isFolder(folder)) return problem(name, `there is no folder ${folder}`, `correct ${section}.folder`);
  for (const run of runs) {
    const fault = await faultOf(run, folder);
    if (fault !== undefined) return problem(name, fault, `install it where this runs, or correct ${section}`);
  }
  return ok(name, `folder and program are there: ${runs[0]?.[0] ?? ""} in ${folder}`);
}

async function faultOf(run: readonly string[], folder: string): Promise<string | undefined> {
  const [program = "", flag, module] = run;
  const path = findCommand(program, folder);
  if (path === undefined) return `there is no program ${program}`;
  if (flag !== "-m" || module === undefined || !/python[0-9.]*$/.test(program)) return undefined;
  // `python -m pytest` fails late and for another reason than the tests where the module is missing.
  const check = await execa(path, ["-c", MODULE_CHECK, module], {
    cwd: folder,
    reject: false,
    stdin: "ignore",
    timeout: MODULE_CHECK_MS,
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  });
  return check.exitCode === 0 ? undefined : `${program} does not know the module ${module}`;
}
