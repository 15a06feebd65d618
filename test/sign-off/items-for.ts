import type { Signing } from "../../support/environment/load-signing";
import { openJournal } from "../../support/journal/journal";
import { readJournal } from "../../support/journal/read-journal";
import type { Incident, JournalFact, SignOff } from "../../support/model/journal-entry";
import type { RunbookItem } from "../../support/model/runbook";
import type { SignOffQuestion } from "../../support/model/sign-off-question";
import { signedItems, type SignedItem } from "../../support/sign-off/items";
import { inFolder } from "../clients/temporary-folder";
import { OPEN, RELEASE } from "../journal/facts";

const section = { en: "Meeting", ko: "회의" };
const line = (id: string, of: Partial<RunbookItem>): RunbookItem => ({
  id,
  phase: "preparation",
  section,
  kind: "sign-off",
  title: { en: `Line ${id}`, ko: id },
  ...of,
});

/** A runbook with an item for each way of signing, and one that nobody signs. */
export const RUNBOOK: readonly RunbookItem[] = [
  line("D4-M1", { signers: ["release-owner", "on-call-engineer"], signing: "all distinct" }),
  line("D4-M2", { kind: "automated" }),
  line("D4-M3", { signers: ["release-owner"] }),
  line("D7-7", {
    phase: "day7",
    kind: "automated and sign-off",
    signers: ["product-owner", "phase4-lead"],
    signing: "one instead",
  }),
  line("INC-5", { phase: "incident", signers: ["incident-commander", "on-call-engineer"], signing: "one" }),
];

/** Two people and their roles. */
export const PEOPLE = [
  { name: "Mina Kim", roles: ["release-owner", "on-call-engineer"] },
  { name: "Jon Lee", roles: ["on-call-engineer"] },
] as const;

/** An answer for the tests' release. */
export function signed(of: Partial<SignOff> = {}): SignOff {
  const about = { item: "D4-M3", name: "Mina Kim", role: "release-owner", version: RELEASE.canaryVersion } as const;
  return { kind: "sign-off", ...about, answer: "yes", note: null, link: null, expiresAt: null, ...of };
}

/** What an incident asks. */
export const QUESTION = { about: "A, for 2.0.0: /a", message: "boom" };

/** The decision of an incident. */
export function decided(question: SignOffQuestion | null): Incident {
  return { kind: "incident", runId: null, stage: "decided", recommendation: "B", detail: "", question };
}

/** How the runbook's signed items stand where these facts are in the journal. */
export function itemsAfter(facts: readonly JournalFact[] = [], people?: Signing["people"]): Promise<SignedItem[]> {
  return inFolder({}, async (folder) => {
    const journal = await openJournal(folder, OPEN);
    for (const fact of facts) await journal.append(fact);
    const at = new Date(Date.now() + 1_000).toISOString();
    return signedItems(RUNBOOK, { name: "test", release: RELEASE, people }, await readJournal(folder), at);
  });
}
