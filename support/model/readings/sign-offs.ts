import type { SignOffQuestion } from "../sign-off-question";

/** A person's answer to an item, as the journal has it. */
export interface SignOffAnswer {
  readonly name: string;
  /** Id of the role, such as "release-owner". */
  readonly role: string;
  readonly answer: "yes" | "no";
  readonly note: string | null;
  readonly link: string | null;
  /** When it was given, ISO 8601. */
  readonly at: string;
  /** null: it does not expire. */
  readonly expiresAt: string | null;
  /** What was answered, where the item asks for something else each time; left out: it was not said. */
  readonly question?: SignOffQuestion;
}

/** An answer that does not stand, and why. */
export interface LapsedAnswer {
  readonly name: string;
  readonly role: string;
  readonly at: string;
  readonly why:
    | "withdrawn"
    | "expired"
    | "another version"
    | "not one of the people"
    | "to another recommendation"
    | "to no recommendation"
    | "older than an hour";
}

/** What people have answered to one item of the runbook. */
export interface SignOffReading {
  /** The journal's file. */
  readonly where: string;
  readonly item: string;
  /** Id of the release. */
  readonly release: string;
  /** The canary version that was asked about. */
  readonly version: string;
  /** As of when, ISO 8601. */
  readonly at: string;
  /** Those that stand, in the order in which they were given. */
  readonly answers: readonly SignOffAnswer[];
  /** Those that do not stand any more, or not here. */
  readonly lapsed: readonly LapsedAnswer[];
  /** What is damaged in the journal: with it, nobody knows whether an answer was changed or is missing. */
  readonly problems: readonly string[];
}
