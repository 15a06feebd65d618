import { join } from "node:path";
import type { Drill } from "../../../rehearsal/drills";
import { openJournal } from "../../journal/journal";
import type { SignOff } from "../../model/journal-entry";
import type { PhaseOptions } from "../phase/options";
import type { Place } from "../phase/place";

/** Where a drill's human answers. */
interface Answering {
  readonly place: Pick<Place, "environment">;
  readonly options: Pick<PhaseOptions, "out" | "environment">;
}

/** A human's answer to the decision, as `npm run sign-off` records it, where the drill has one. */
export function answerDecision({ answered }: Drill, answering: Answering): Promise<void> {
  return answered === undefined ? Promise.resolve() : sign(answered, answering);
}

/** Takes the answer back: it is none to the next incident. */
export function withdrawAnswer({ answered }: Drill, answering: Answering): Promise<void> {
  return answered === undefined ? Promise.resolve() : sign("withdrawn", answering);
}

async function sign(answer: SignOff["answer"], { place, options }: Answering): Promise<void> {
  const { id, canaryVersion } = place.environment.release;
  const release = { id, canaryVersion };
  const journal = await openJournal(join(options.out, options.environment), { release, redact: (data) => data });
  const role = "on-call-engineer";
  const name = place.environment.people?.find(({ roles }) => roles.includes(role))?.name ?? "The engineer on call";
  const about = { kind: "sign-off", item: "INC-5", version: canaryVersion } as const;
  await journal.append({ ...about, name, role, answer, note: "given in a drill", link: null, expiresAt: null });
}
