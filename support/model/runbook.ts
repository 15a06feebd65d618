import type { RoleId } from "./role";
import type { SIGNING } from "./signers";

/** The phases of the runbook, in its order. */
export const PHASES = ["preflight", "preparation", "day4", "day5-6", "day7", "incident", "decision"] as const;

/** A section of the runbook that one command runs. */
export type Phase = (typeof PHASES)[number];

/** One checkable line of the runbook. */
export interface RunbookItem {
  /** Stable id: "D3-T1". */
  readonly id: string;
  readonly phase: Phase;
  /** Heading of the section it stands in. */
  readonly section: { readonly en: string; readonly ko: string };
  readonly kind: "automated" | "sign-off" | "automated and sign-off";
  /** The roles that sign it; given exactly where it is signed. */
  readonly signers?: readonly RoleId[] | undefined;
  /** How many of them have to; left out: all. */
  readonly signing?: (typeof SIGNING)[number] | undefined;
  /** The line itself, restated. */
  readonly title: { readonly en: string; readonly ko: string };
}
