/**
 * For `npx cucumber-js -p preflight` and for IDEs. The commands (`npm run preflight`) run the same features with their own
 * runner: only they count what should have run, so only their exit code is a verdict.
 */
const common = {
  requireModule: ["ts-node/register"],
  require: ["support/in-ide.ts", "support/world.ts", "support/hooks.ts", "support/parameter-types.ts", "steps/**/*.ts"],
  strict: true,
  format: ["summary", ["./support/runner/cucumber-formatter.cjs", "reports/ide/formatter.log"]],
};

module.exports = {
  default: common,
  preflight: { ...common, paths: ["features/"], tags: "@phase:preflight" },
};
