import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { expect } from "chai";
import { execa } from "execa";

const PROJECT = join(__dirname, "..");

describe("who may import whom", () => {
  it("is as docs/architecture.md says (to change a border, change it there and in .dependency-cruiser.js)", async () => {
    const cruiser = join(PROJECT, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
    const config = join(PROJECT, ".dependency-cruiser.js");
    const folders = ["support", "steps", "rehearsal", "test"];
    expect(existsSync(cruiser), cruiser).to.equal(true);
    const { all, exitCode } = await execa(process.execPath, [cruiser, "--config", config, ...folders], {
      cwd: PROJECT,
      reject: false,
      all: true,
    });
    expect(exitCode, all).to.equal(0);
    expect(all, "modules were really looked at").to.match(/no dependency violations found \(\d{3,} modules/);
  });
});
