import { join } from "node:path";
import type { Drill } from "../../../rehearsal/drills";
import { openJournal } from "../../journal/journal";
import { entriesOf } from "../../journal/questions";
import { readJournal } from "../../journal/read-journal";
import type { SignOff } from "../../model/journal-entry";
import { askedNow } from "../../sign-off/asked";
import type { PhaseOptions } from "../phase/options";
import type { Place } from "../phase/place";

/** Where a drill's human answers. */
interface Answering {
  readonly place: Pick<Place, "environment">;
  readonly options: Pick<PhaseOptions, "out" | "environment">;
}

/** A human's answer to the decision that stands now, as `npm run sign-off` records it, where the drill has one. */
export function answerDecision({ answered }: Drill, answering: Answering): Promise<void> {
  return answered === undefined ? Promise.resolve() : sign(answered, answering);
}

/** Takes the answer back: it is none to the next incident. */
export function withdrawAnswer({ answered }: Drill, answering: Answering): Promise<void> {
  return answered === undefined ? Promise.resolve() : sign("withdrawn", answering);
}

/** Where nothing is asked the answer is to nothing, and counts for nothing: the drill shows that. */
async function sign(answer: SignOff["answer"], { place, options }: Answering): Promise<void> {
  const { id, canaryVersion } = place.environment.release;
  const release = { id, canaryVersion };
  const folder = join(options.out, options.environment);
  const journal = await openJournal(folder, { release, redact: (data) => data });
  const asked = askedNow(entriesOf((await readJournal(folder)).entries, release));
  const role = "on-call-engineer";
  const name = place.environment.people?.find(({ roles }) => roles.includes(role))?.name ?? "The engineer on call";
  const about = { kind: "sign-off", item: "INC-5", version: canaryVersion, question: asked?.question ?? null } as const;
  await journal.append({ ...about, name, role, answer, note: "given in a drill", link: null, expiresAt: null });
}
