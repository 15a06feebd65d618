/** Shorter texts are parsed as they are, in characters: at their worst they take some 50 MiB. */
const SMALL = 1_048_576;

/** The cost that a text may have: some 200 MiB once it is parsed, 800,000 samples of a time series. */
const LARGEST_COST = 4_000_000;

/** An array or an object takes about three times the memory of a plain value. */
const COST_PER_CONTAINER = 3;
const COST_PER_VALUE = 1;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/** Whether a JSON text, once parsed, takes memory in proportion: 16 MiB of empty arrays would take half a gibibyte. */
export function isAffordableJson(text: string): boolean {
  if (text.length <= SMALL) return true;
  let cost = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) cost += COST_PER_VALUE;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) cost += COST_PER_CONTAINER;
    if (cost > LARGEST_COST) return false;
  }
  return true;
}

/** Index of the quote that closes the string opened at `start`; the text's end where none does. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
