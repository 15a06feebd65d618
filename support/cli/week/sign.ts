import { join } from "node:path";
import { REHEARSAL } from "../../environment/schema";
import { openJournal } from "../../journal/journal";
import { readJournal } from "../../journal/read-journal";
import type { SignOff } from "../../model/journal-entry";
import type { RoleId } from "../../model/role";
import type { RunbookItem } from "../../model/runbook";
import type { RunResult } from "../../model/run-result";
import type { Redactor } from "../../reporting/redact";
import { checkDraft } from "../../sign-off/draft";
import { signedItems, type SignedItem } from "../../sign-off/items";
import type { Place } from "../phase/place";

/** Where and what the invented people sign. */
export interface InventedSigning {
  readonly place: Pick<Place, "rehearsed"> & {
    readonly environment: Pick<Place["environment"], "name" | "release" | "people">;
  };
  /** Folder of the week's reports. */
  readonly folder: string;
  readonly runbook: readonly RunbookItem[];
  /** Roles that do not sign. */
  readonly unsigned: readonly RoleId[];
  readonly redactor: Redactor;
}

/**
 * The rehearsal's invented people sign what a run has shown them: each item that only awaits them, all its other checks
 * having passed. Nobody stands in for a source that cannot tell, which has a cause of its own: that is what a fault is
 * there to show.
 * @returns what was signed. @throws Error anywhere but in a booted rehearsal: nobody else is invented.
 */
export async function signAsInvented(result: RunResult, signing: InventedSigning): Promise<SignOff[]> {
  const { environment, rehearsed } = signing.place;
  if (environment.name !== REHEARSAL || rehearsed === undefined || !result.rehearsal)
    throw new Error(`Nobody signs for people in ${environment.name}: only a rehearsal invents them.`);
  const { release, people } = environment;
  const folder = join(signing.folder, REHEARSAL);
  const journal = await openJournal(folder, { release, redact: signing.redactor.json });
  const signed: SignOff[] = [];
  const signNext = async (item: string): Promise<boolean> => {
    const now = new Date();
    const whose = { name: REHEARSAL, release, people };
    const items = signedItems(signing.runbook, whose, await readJournal(folder), now.toISOString());
    const next = nextSignature(items, item, signing.unsigned);
    if (next === null) return false;
    const asked = items.find((one) => one.item.id === item)?.asked;
    const draft = {
      item,
      ...next,
      for: asked?.key,
      answer: "yes",
      note: `Invented for the rehearsal, after ${result.runId}.`,
    };
    const checked = checkDraft(draft, { items, people, version: release.canaryVersion, now });
    if ("faults" in checked) throw new Error(checked.faults.map(({ what }) => what).join("; "));
    await journal.append(checked.signOff);
    signed.push(checked.signOff);
    return true;
  };
  for (const { id } of signing.runbook.filter((item) => isShown(item, result))) while (await signNext(id));
  return signed;
}

/** Whether a run has checked all of an item that can be checked, and only its people are awaited. */
function isShown({ id, signers }: RunbookItem, { checks }: RunResult): boolean {
  if (signers === undefined) return false;
  const own = checks.filter(({ items }) => items.includes(id));
  const open = own.filter(({ outcome }) => outcome !== "passed");
  return open.length > 0 && open.every(({ cause }) => cause === "awaiting-sign-off");
}

/** Who signs next; null: nobody of those who may. */
function nextSignature(
  items: readonly SignedItem[],
  id: string,
  unsigned: readonly RoleId[],
): { readonly name: string; readonly role: RoleId } | null {
  const item = items.find((one) => one.item.id === id);
  const missing = item?.missing.find(({ role }) => !unsigned.includes(role));
  const name = missing?.people?.[0];
  return missing === undefined || name === undefined ? null : { name, role: missing.role };
}
