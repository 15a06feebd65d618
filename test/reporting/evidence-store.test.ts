import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { createEvidenceStore } from "../../support/reporting/evidence-store";
import { createRedactor } from "../../support/reporting/redact";

describe("the evidence store", () => {
  const runFolder = mkdtempSync(path.join(tmpdir(), "evidence-"));
  after(() => rmSync(runFolder, { recursive: true, force: true }));
  const store = createEvidenceStore(runFolder, createRedactor({ TOKEN: "secret-token" }));

  test("writes redacted text and says where it is and what it hashes to", async () => {
    const content = '{"token":"secret-token"}';
    const evidence = await store
      .sinkFor("D3-I2a+D3-I2b")
      .keep({ title: "HAProxy: weights, secret-token", mediaType: "application/json", content });
    const written = readFileSync(path.join(runFolder, evidence.path));
    assert.equal(written.toString(), '{"token":"[redacted:TOKEN]"}');
    assert.deepEqual(evidence, {
      path: "evidence/D3-I2a+D3-I2b/01-haproxy-weights-redacted-token.json",
      sha256: createHash("sha256").update(written).digest("hex"),
      mediaType: "application/json",
      title: "HAProxy: weights, [redacted:TOKEN]",
    });
  });

  test("numbers the evidence of a check, also over several sinks and at the same time", async () => {
    const item = { title: "same", mediaType: "text/plain", content: "x" };
    const kept = await Promise.all([
      store.sinkFor("c").keep(item),
      store.sinkFor("c").keep(item),
      store.sinkFor("c").keep(item),
    ]);
    assert.deepEqual(
      kept.map(({ path: file }) => file),
      ["evidence/c/01-same.txt", "evidence/c/02-same.txt", "evidence/c/03-same.txt"],
    );
  });

  test("keeps bytes as they are", async () => {
    const content = Uint8Array.from([137, 80, 78, 71, 0, 255]);
    const evidence = await store.sinkFor("bytes").keep({ title: "화면", mediaType: "image/png", content });
    assert.equal(evidence.path, "evidence/bytes/01-화면.png");
    assert.deepEqual(new Uint8Array(readFileSync(path.join(runFolder, evidence.path))), content);
  });

  test("never leaves its folder", async () => {
    const { path: file } = await store
      .sinkFor("../../etc")
      .keep({ title: "../../../x", mediaType: "text/plain; charset=utf-8", content: "x" });
    assert.equal(file, "evidence/-etc/01-x.txt");
    assert.ok(existsSync(path.join(runFolder, file)));
  });
});
