import type { CheckContext } from "../../support/model/check-context";
import type { EvidenceItem } from "../../support/model/evidence";

/** A check's context for a test: what the client hands over stays in memory, for the test to look at. */
export interface TestContext {
  readonly context: CheckContext;
  /** All that the client kept, in its order. */
  readonly evidence: readonly EvidenceItem[];
  /** Descriptions of the undos that the client declared, in its order. */
  readonly declaredUndos: readonly string[];
  /** Aborts the check's signal, as an interruption of the run does. */
  readonly interrupt: () => void;
  /** Plays the undos in reverse, as the end of a check does; gives the errors that they threw. */
  readonly playUndos: () => Promise<readonly unknown[]>;
  /** The kept evidence whose title holds the words, as text; throws where there is none. */
  readonly evidenceText: (words: string) => string;
}

/** Makes the context of one check. @param about what the test wants to be otherwise than usual. */
export function createTestContext(
  about: Partial<Omit<CheckContext, "signal" | "evidence" | "undo">> = {},
): TestContext {
  const evidence: EvidenceItem[] = [];
  const undos: { readonly description: string; readonly undo: () => Promise<void> }[] = [];
  const declaredUndos: string[] = [];
  const controller = new AbortController();
  return {
    context: {
      environment: about.environment ?? "test",
      runId: about.runId ?? "20251021T090000Z-test",
      checkId: about.checkId ?? "D3-T0",
      signal: controller.signal,
      evidence: {
        keep: async (item) => {
          evidence.push(item);
        },
      },
      undo: {
        declare: (description, undo) => {
          declaredUndos.push(description);
          undos.push({ description, undo });
        },
      },
    },
    evidence,
    declaredUndos,
    interrupt: () => controller.abort(new DOMException("The run was interrupted.", "AbortError")),
    playUndos: async () => {
      const errors: unknown[] = [];
      for (let last = undos.pop(); last !== undefined; last = undos.pop()) {
        await last.undo().catch((error: unknown) => errors.push(error));
      }
      return errors;
    },
    evidenceText: (words) => {
      const item = evidence.find(({ title }) => title.includes(words));
      if (item === undefined)
        throw new Error(`No evidence "${words}" among: ${evidence.map((e) => e.title).join(", ")}`);
      return typeof item.content === "string" ? item.content : Buffer.from(item.content).toString("utf8");
    },
  };
}
