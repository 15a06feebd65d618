import { join } from "node:path";
import { isPackagePresent, SYSTEM_PACKAGES } from "../../rehearsal/system-packages";
import { checkEnvironmentForm } from "../environment/load";
import { ConfigurationError } from "../errors";
import { ok, problem, type Finding } from "./finding";
import { examineJava, examineNode } from "./tools";

/** The rehearsal before it is booted: its file and the tools that it is made of. Its systems come up with it. */
export async function examineRehearsal(environments: string): Promise<Finding[]> {
  return [
    examineNode(),
    ...examineForm(join(environments, "rehearsal.yaml")),
    await examineJava(),
    ...examinePackages(),
  ];
}

function examineForm(file: string): Finding[] {
  try {
    checkEnvironmentForm(file);
    return [ok("environment file", "its form is in order; its addresses are given by the boot")];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return findingsOfFaults(error);
  }
}

/** Each fault of a file as a finding. */
export function findingsOfFaults({ faults }: ConfigurationError): Finding[] {
  return faults.map(({ where, what, fix }) => problem("environment file", `${where}: ${what}`, fix));
}

function examinePackages(): Finding[] {
  const missing = SYSTEM_PACKAGES.filter((wanted) => !isPackagePresent(wanted));
  if (missing.length === 0) return [ok("system packages", `all ${SYSTEM_PACKAGES.length} are installed`)];
  return missing.map(({ name, why }) =>
    problem(
      name,
      `is not installed: ${why}`,
      `npm run preflight installs it where it may; otherwise: sudo apt-get install --no-install-recommends ${name}`,
    ),
  );
}
