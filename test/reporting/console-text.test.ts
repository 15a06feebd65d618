import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { consoleLine, consoleText } from "../../support/reporting/console-text";

describe("text from outside, printed,", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["is no command to GitHub Actions at the beginning of a line", "::set-output name=a::b", ": :set-output name=a::b"],
    ["nor after spaces, nor on a later line", "a\n \t::error::b", "a\n \t: :error::b"],
    ["nor after a carriage return", "a\r::error::b", "a\n: :error::b"],
    ["nor behind an escape sequence", "\u001b[2K::error::b", ": :error::b"],
    [
      "is no command to Azure Pipelines anywhere in a line",
      "a ##vso[task.complete]##[error]",
      "a # #vso[task.complete]# #[error]",
    ],
    [
      "moves no cursor and sets no colour or title",
      "\u001b[31mred\u001b[0m\u001b]0;title\u0007\u0008!\u009b1A",
      "red!1A",
    ],
    ["keeps what is plain", "std::vector 에러율 0.5 % – ok\t1", "std::vector 에러율 0.5 % – ok\t1"],
  ];
  for (const [name, text, expected] of cases) test(name, () => assert.equal(consoleText(text), expected));

  test("is one line where one line is wanted", () => assert.equal(consoleLine(" a\n\n::b\t c "), "a : :b c"));
});
