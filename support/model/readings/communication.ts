import type { Explanation } from "../explanation";
import type { Cause } from "../outcome";
import type { AnnouncementDelivery } from "./announcements";
import type { SignOffReading } from "./sign-offs";

/** What came of telling one channel. */
export type Told =
  | { readonly kind: "told"; readonly channel: string; readonly delivery: AnnouncementDelivery }
  /** The channel does not take it. */
  | { readonly kind: "refused"; readonly channel: string; readonly problem: Explanation }
  | { readonly kind: "unknown"; readonly channel: string; readonly cause: Cause; readonly problem: Explanation };

/** What people were told, and where. */
export interface Telling {
  /** "deployment plan", "notice to the teams" … */
  readonly purpose: string;
  readonly told: readonly Told[];
}

/** The teams that no channel reaches, and what people have signed for them. */
export interface ToldByPeople {
  /** Their names; empty: each team has a channel. */
  readonly teams: readonly string[];
  readonly signOffs: SignOffReading;
}
