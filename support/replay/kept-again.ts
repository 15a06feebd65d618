import type { Evidence } from "../model/evidence";
import { currentCheck } from "../runner/check-scope";
import type { EvidenceStore } from "../session";
import { sha256Of } from "./feature-digests";
import { READINGS_TITLE } from "./readings";

/** Evidence that a replay makes again is not written: its digest is noted, to be held against the record. */
export interface KeptAgain extends EvidenceStore {
  /** What the check made again, beside its readings. */
  of(checkId: string): readonly Evidence[];
}

/** An evidence store that writes nothing. */
export function keepAgain(): KeptAgain {
  const kept = new Map<string, Evidence[]>();
  return {
    sinkFor: (items) => {
      const id = currentCheck()?.id ?? items;
      return {
        keep: async ({ title, mediaType, content }) => {
          const piece = { path: "evidence/", sha256: sha256Of(content), mediaType, title };
          if (title !== READINGS_TITLE) kept.set(id, [...(kept.get(id) ?? []), piece]);
          return piece;
        },
      };
    },
    of: (checkId) => kept.get(checkId) ?? [],
  };
}
