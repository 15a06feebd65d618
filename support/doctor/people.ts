import { join } from "node:path";
import { readRunbook } from "../environment/runbook";
import type { Environment } from "../environment/schema";
import { roleName } from "../model/role";
import { problem, type Finding } from "./finding";

const RUNBOOK = join(__dirname, "..", "..", "features", "runbook.yaml");

/** The roles that must sign and that nobody holds: their items can never be signed. Empty where anybody may sign. */
export function examinePeople({ people }: Pick<Environment, "people">): Finding[] {
  if (people === undefined) return [];
  const held = new Set(people.flatMap(({ roles }) => roles));
  const unsigned = readRunbook(RUNBOOK).flatMap(({ id, signers = [], signing = "all" }) => {
    const missing = signers.filter((role) => !held.has(role));
    const isOneEnough = signing === "one" || signing === "one instead";
    const isStuck = isOneEnough ? missing.length === signers.length : missing.length > 0;
    return isStuck && missing.length > 0 ? [`${id}: ${missing.map((role) => roleName(role)).join(", ")}`] : [];
  });
  if (unsigned.length === 0) return [];
  const fix = "give these roles to people in the section people, or take it out: then anybody may sign";
  return [problem("people", `nobody holds roles that must sign: ${unsigned.join("; ")}`, fix)];
}
