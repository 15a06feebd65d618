import { createHash } from "node:crypto";
import escapeHtml from "escape-html";

/** Characters that no XML may hold. */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Text as an XML document may hold it: what it may not is shown as a replacement character. */
export function xmlText(text: string): string {
  return text.replace(NOT_IN_XML, "�");
}

/**
 * The drawing as the report keeps it: an image with title and description for assistive technology, without the
 * library's counters and its styles for pointers. The same drawing has the same bytes, and ids that no other has.
 */
export function finishSvg(drawn: string, title: string, description: string): string {
  const plain = drawn
    .replace(/<style >[\s\S]*?<\/style>\n?/g, "")
    .replace(/ (?:class|ecmeta_[a-z_]+|pointer-events)="[^"]*"/g, "")
    .replace(/(id="|url\(#)zr\d+-/g, "$1zr-");
  const hash = createHash("sha256").update(plain).update(description).digest("hex").slice(0, 10);
  const texts = `<title>${escapeHtml(title)}</title>\n<desc id="chart-${hash}-desc">${escapeHtml(description)}</desc>`;
  return plain
    .replace(/(id="|url\(#)zr-/g, `$1chart-${hash}-`)
    .replace(
      /^<svg ([^>]*)>/,
      (_, attributes: string) =>
        `<svg ${attributes} role="img" aria-label="${escapeHtml(title)}" aria-describedby="chart-${hash}-desc">\n${texts}`,
    );
}
