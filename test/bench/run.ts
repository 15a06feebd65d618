/** `npm run bench`: all benches one after the other, each in a process of its own; `npm run bench -- fleet` only that; a number goes to it. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const given = process.argv.slice(2);
const isNumber = (text: string): boolean => /^\d+$/.test(text);
const filters = given.filter((text) => !isNumber(text));
const benches = readdirSync(__dirname)
  .filter((name) => name.endsWith(".bench.ts"))
  .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(filter)));

if (benches.length === 0) throw new Error(`There is no bench for ${filters.join(" ")} in ${__dirname}.`);
for (const bench of benches) {
  process.stdout.write(`\n${bench}\n`);
  const { status } = spawnSync(
    process.execPath,
    ["--require", "ts-node/register", join(__dirname, bench), ...given.filter(isNumber)],
    {
      stdio: "inherit",
    },
  );
  if (status !== 0) process.exitCode = 1;
}
