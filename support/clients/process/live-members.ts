import { readdirSync, readFileSync } from "node:fs";

/**
 * Whether a process group still has a process that runs. Signal 0 alone does not tell: it also reaches the dead whom
 * nobody has waited for, and in a container they may stay so for ever.
 */
export function hasLiveMember(groupId: number): boolean {
  if (!canBeSignalled(groupId)) return false;
  if (process.platform !== "linux") return true;
  return readdirSync("/proc").some((entry) => /^\d+$/.test(entry) && isLiveMember(entry, groupId));
}

function canBeSignalled(groupId: number): boolean {
  try {
    return process.kill(-groupId, 0);
  } catch {
    return false;
  }
}

function isLiveMember(pid: string, groupId: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // "pid (name) state parent group …"; the name may hold blanks and brackets itself.
    const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(group) === groupId && state !== "Z" && state !== "X";
  } catch {
    return false; // It has ended since the folder was listed.
  }
}
