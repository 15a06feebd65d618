const WIDE =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const WITHOUT_WIDTH = /[\p{Mark}\p{Format}]/u;

/** Columns that a text takes where letters have one width: two for Hangul, Han, Kana and emoji, by Unicode's annex 11. */
export function columnsOf(text: string): number {
  return [...text.normalize("NFC")].reduce((sum, letter) => sum + columns(letter), 0);
}

function columns(letter: string): number {
  if (WITHOUT_WIDTH.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}

/** A text of at most so many columns: what is too much is left out in its middle, so that both ends can be told. */
export function shortened(text: string, most: number): string {
  if (columnsOf(text) <= most) return text;
  const letters = [...text];
  const tail: string[] = [];
  while (letters.length > 0 && columnsOf(letters.join("")) + columnsOf(tail.join("")) + 1 > most) {
    const end = letters.pop() ?? "";
    if (columnsOf(tail.join("") + end) < most / 2) tail.unshift(end);
  }
  return `${letters.join("")}…${tail.join("")}`;
}
