import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConfigurationError } from "../../support/errors";
import { createRedactor } from "../../support/reporting/redact";

const SECRET = 'p&ss "word"/<ü>+é';
const { text, json, bytes } = createRedactor({ TOKEN: SECRET });
const json1 = JSON.stringify(SECRET).slice(1, -1);
const base64 = (from: string): string => Buffer.from(from).toString("base64");

const FORMS: Readonly<Record<string, string>> = {
  raw: SECRET,
  "URL-encoded": encodeURIComponent(SECRET),
  "URL-encoded, lower case": encodeURIComponent(SECRET).replace(/%[0-9A-F]{2}/g, (sign) => sign.toLowerCase()),
  "form-encoded": new URLSearchParams({ "": SECRET }).toString().slice(1),
  "JSON-escaped": json1,
  "JSON-escaped twice": JSON.stringify(json1).slice(1, -1),
  "JSON-escaped with escaped slashes": json1.replaceAll("/", "\\/"),
  "JSON-escaped to ASCII": json1.replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  ),
  "HTML-escaped": SECRET.replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;"),
};

describe("a secret is redacted", () => {
  for (const [name, form] of Object.entries(FORMS)) {
    test(name, () => assert.equal(text(`before ${form} after`), "before [redacted:TOKEN] after"));
  }

  for (const [offset, user] of ["", "u", "us", "use", "user"].entries()) {
    test(`in base64 behind ${offset} bytes, with text behind it`, () => {
      const encoded = base64(`${user}${SECRET} and more`);
      const redacted = text(`Basic ${encoded}.`);
      assert.match(redacted, /\[redacted:TOKEN\]/);
      const left = redacted.replace("[redacted:TOKEN]", "");
      assert.ok(left.length < "Basic .".length + encoded.length - SECRET.length, left);
    });
  }

  test("in base64 for URLs", () => {
    const secret = "ÿþýüûúùø÷ö";
    const encoded = Buffer.from(secret).toString("base64url");
    assert.match(createRedactor({ OTHER: secret }).text(encoded), /^\[redacted:OTHER\].?$/);
  });

  test("wherever it stands, as often as it stands", () =>
    assert.equal(text(`${SECRET}${SECRET}`), "[redacted:TOKEN][redacted:TOKEN]"));

  test("under the longer name where one secret is part of another", () => {
    const redactor = createRedactor({ SHORT: "secret", LONG: "secret-and-more" });
    assert.equal(redactor.text("secret-and-more secret"), "[redacted:LONG] [redacted:SHORT]");
  });

  test("in all strings and names of JSON data, which stays as it is", () => {
    const data = { a: [SECRET, 1, null], [SECRET]: { b: `x${SECRET}` } };
    assert.deepEqual(json(data), { a: ["[redacted:TOKEN]", 1, null], "[redacted:TOKEN]": { b: "x[redacted:TOKEN]" } });
    assert.equal(data.a[0], SECRET);
  });

  test("in bytes of text", () => {
    const content = Buffer.from(`{"key":"${json1}"}`);
    assert.equal(Buffer.from(bytes(content, "application/json")).toString(), '{"key":"[redacted:TOKEN]"}');
  });

  test("in other bytes, which otherwise stay as they are", () => {
    const picture = Buffer.from([0x89, 0x50, 0xff, 0x00, 0xfe]);
    assert.deepEqual(bytes(picture, "image/png"), picture);
    const { bytes: plain } = createRedactor({ PLAIN: "plain-secret" });
    const hidden = Buffer.concat([picture, Buffer.from("plain-secret"), picture]);
    assert.equal(Buffer.from(plain(hidden, "image/png")).includes("plain-secret"), false);
  });
});

describe("a redactor", () => {
  test("without secrets changes nothing", () => assert.equal(createRedactor({}).text("[a](b)"), "[a](b)"));

  test("refuses all values that are too short, by name and without the value", () => {
    assert.throws(
      () => createRedactor({ A: "12345", B: "123456", C: "" }),
      (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.deepEqual(
          error.faults.map(({ where }) => where),
          ["A", "C"],
        );
        assert.equal(error.message.includes("12345"), false);
        return true;
      },
    );
  });
});
