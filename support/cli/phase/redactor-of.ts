import { createRedactor, type Redactor } from "../../reporting/redact";
import type { Place } from "./place";

/** Takes the place's secrets out of whatever is shown or written. */
export function redactorOf({ secrets, secretsByName }: Pick<Place, "secrets" | "secretsByName">): Redactor {
  return createRedactor({ ...secrets, ...secretsByName });
}
