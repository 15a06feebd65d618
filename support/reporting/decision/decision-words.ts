import type { Language } from "../messages";
import { EN } from "./decision-words-en";
import { KO } from "./decision-words-ko";
import type { DecisionWords } from "./word-list";

/** English and Korean. */
export const DECISION_WORDS: Readonly<Record<Language, DecisionWords>> = { en: EN, ko: KO };
