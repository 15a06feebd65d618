import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseDocument, visit } from "yaml";
import { loadEnvironmentFile } from "../../support/environment/load";
import { ConfigurationError } from "../../support/errors";
import { environmentsFolder, inputFor } from "./input-for";

const folder = mkdtempSync(join(tmpdir(), "environments-"));
after(() => rmSync(folder, { recursive: true }));

const STRANGE = [null, 0, -1.5, "", "x", true, [], [null], {}, { kind: "none" }, { "": "" }];

/** Every place of the example, each once with a strange value in it. */
function* strangeFiles(text: string): Generator<string> {
  let places = 0;
  visit(parseDocument(text), { Pair: () => void (places += 1) });
  for (let place = 0; place < places; place += 1) {
    const document = parseDocument(text);
    let count = 0;
    visit(document, {
      Pair: (_, pair) => {
        if (count !== place) return void (count += 1);
        pair.value = document.createNode(STRANGE[place % STRANGE.length]);
        return visit.BREAK;
      },
    });
    yield String(document);
  }
}

test("whatever stands at any place of a file, the loader accepts it or lists faults with their lines", () => {
  const example = readFileSync(join(environmentsFolder, "production.example.yaml"), "utf8");
  const file = join(folder, "production.yaml");
  let refused = 0;
  for (const text of strangeFiles(example)) {
    writeFileSync(file, text);
    try {
      loadEnvironmentFile(file, inputFor(example));
    } catch (error) {
      assert.ok(error instanceof ConfigurationError, `${String(error)}\n${text}`);
      assert.ok(error.faults.length > 0, text);
      for (const { where } of error.faults) assert.match(where, /production\.yaml:\d+:\d+$/);
      refused += 1;
    }
  }
  assert.ok(refused > 100, `${refused} files were refused`);
});
