import { z } from "zod";

/** What was written as JSON, taken for what the test says that it is; the assertions that follow find where it is not. */
export function written<T>(text: string): T {
  return z.custom<T>().parse(JSON.parse(text));
}
