import { signOffReading } from "../assembly/sign-offs";
import type { Signing } from "../environment/load-signing";
import { entriesOf, openDecision } from "../journal/questions";
import type { JournalReading } from "../journal/read-journal";
import { judgeSignOffs } from "../judgement/sign-offs";
import { assignedSigners } from "../judgement/signing-people";
import type { JournalEntry } from "../model/journal-entry";
import type { Judgement } from "../model/judgement";
import type { SignOffReading } from "../model/readings/sign-offs";
import type { RoleId } from "../model/role";
import type { RunbookItem } from "../model/runbook";
import { signersOf, type Signers } from "../model/signers";
import { answersToAsked, askedNow, type AskedNow } from "./asked";

/** A runbook item that people sign, and how it stands. */
export interface SignedItem {
  readonly item: RunbookItem;
  readonly signers: Signers;
  readonly reading: SignOffReading;
  readonly judgement: Judgement;
  /** What an answer is to, where the item asks for something else each time; null: it does not, or asks nothing now. */
  readonly asked: AskedNow | null;
  /** signed · refused (somebody says no) · awaiting · not needed (now: a source tells, or there is no incident). */
  readonly state: "signed" | "refused" | "awaiting" | "not needed";
  /** Roles that have not signed, with who may: the people of the environment, or anybody. */
  readonly missing: readonly { readonly role: RoleId; readonly people: readonly string[] | null }[];
}

/** All items that people sign, in the runbook's order, as they stand at a time. */
export function signedItems(
  runbook: readonly RunbookItem[],
  signing: Signing,
  journal: JournalReading,
  at: string,
): SignedItem[] {
  return runbook.flatMap((item) => {
    const signers = signersOf(item);
    if (signers === null) return [];
    const own = entriesOf(journal.entries, signing.release);
    const asked = isOfIncident(item) ? askedNow(own) : null;
    const given = signOffReading(journal, signing, { item: item.id, at });
    const reading = isOfIncident(item) ? answersToAsked(given, asked) : given;
    const judgement = judgeSignOffs(reading, signers);
    const signed = assignedSigners(reading.answers, signers);
    const missing = signers.roles.filter((role) => !signed.has(role)).map((role) => ({ role, people: whoMay(role) }));
    return [{ item, signers, reading, judgement, asked, state: stateOf(judgement, item, own), missing }];
  });

  function whoMay(role: RoleId): readonly string[] | null {
    return signing.people?.filter(({ roles }) => roles.includes(role)).map(({ name }) => name) ?? null;
  }
}

function stateOf({ outcome }: Judgement, item: RunbookItem, entries: readonly JournalEntry[]): SignedItem["state"] {
  if (outcome === "passed") return "signed";
  if (outcome === "failed") return "refused";
  return isNeeded(item, entries) ? "awaiting" : "not needed";
}

/** Whether an item belongs to the incident: what it asks is what was recommended last. */
export function isOfIncident({ phase }: RunbookItem): boolean {
  return phase === "incident";
}

/**
 * A stand-in is needed where the newest check could not tell without it; an incident's sign-off while there is one, unless its
 * decision needs nobody.
 */
function isNeeded(item: RunbookItem, entries: readonly JournalEntry[]): boolean {
  const { id, signing } = item;
  if (isOfIncident(item)) {
    const stage = entries.findLast((entry) => entry.kind === "incident")?.stage ?? "resolved";
    return stage !== "resolved" && stage !== "rolled-back" && openDecision(entries)?.question !== null;
  }
  if (signing !== "one instead") return true;
  const ended = entries.flatMap((entry) => (entry.kind === "check-ended" && entry.items.includes(id) ? [entry] : []));
  const newestRun = ended.at(-1)?.runId;
  return ended.some(({ runId, outcome }) => runId === newestRun && outcome === "inconclusive");
}
