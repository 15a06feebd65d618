/** `npm run bench`: all benches one after the other, each in a process of its own; `npm run bench -- fleet` only that. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const filters = process.argv.slice(2);
const benches = readdirSync(__dirname)
  .filter((name) => name.endsWith(".bench.ts"))
  .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(filter)));

if (benches.length === 0) throw new Error(`There is no bench for ${filters.join(" ")} in ${__dirname}.`);
for (const bench of benches) {
  process.stdout.write(`\n${bench}\n`);
  const { status } = spawnSync(process.execPath, ["--require", "ts-node/register", join(__dirname, bench)], {
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
