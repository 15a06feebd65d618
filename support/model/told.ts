import type { Explanation } from "./explanation";
import type { Cause } from "./outcome";

/** What a system gave, or why it gave nothing: it is not named (not-executed), or could not tell. */
export type Told<Reading> =
  | { readonly kind: "told"; readonly reading: Reading }
  | {
      readonly kind: "untold";
      readonly cause: Cause;
      readonly problems: readonly [Explanation, ...Explanation[]];
    };
