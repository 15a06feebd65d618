import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentJsonSchemaText } from "./json-schema";

/** Writes environments/environment.schema.json anew; run it after a change of the schemas. */
const file = join(__dirname, "..", "..", "environments", "environment.schema.json");
writeFileSync(file, environmentJsonSchemaText());
