import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { staysOnThisMachine } from "../../support/reporting/offline-page";

const page = (inHead: string, inBody = ""): string =>
  `<!DOCTYPE html>\n<html dir="ltr" lang="kr">\n<head>${inHead}</head><body>${inBody}</body></html>`;

describe("the report's page", () => {
  test("forbids itself in its head to load anything from elsewhere", () => {
    assert.match(
      staysOnThisMachine(page(""), "ko"),
      /<head>\s*<meta http-equiv="Content-Security-Policy" content="default-src 'unsafe-inline'/,
    );
  });

  const elsewhere = [
    '<script async src="https://www.example.com/tag.js?id=1"></script>',
    "<script src='//cdn.example.com/a.js'>\n</script>",
    '<link rel="stylesheet" href="http://example.com/a.css">',
    '<iframe src="https://example.com/"></iframe>',
    '<img src="https://example.com/pixel.gif">',
  ];
  for (const tag of elsewhere)
    test(`loses ${tag}`, () => assert.doesNotMatch(staysOnThisMachine(page(tag, tag), "en"), /example\.com/));

  test("keeps what it carries itself", () => {
    const own = '<link href="data:text/css;base64,AA=="><script>const a = "https://example.com";</script>';
    assert.ok(staysOnThisMachine(page(own), "en").includes(own));
  });

  test("is refused where it has no head", () =>
    assert.throws(() => staysOnThisMachine("not a page", "en"), /it has no head/));
});
