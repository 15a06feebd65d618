/** Cucumber loads formatters by import(), which knows no TypeScript: this file leads to the one that is. */
require("ts-node/register");
module.exports = require("./allure-formatter.ts");
