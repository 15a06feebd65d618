import { contextOutsideChecks, type CheckContext } from "../model/check-context";

/** What the clients are given by the doctor: nothing is kept, and nothing may be changed. */
export function lookingContext(environment: string, signal: AbortSignal): CheckContext {
  return {
    ...contextOutsideChecks(environment, "doctor", signal),
    undo: {
      declare: (description) => {
        throw new Error(`The doctor changes nothing, and was about to do what this undoes: ${description}.`);
      },
    },
  };
}
