import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import Ajv from "ajv";
import { parse } from "yaml";
import { environmentJsonSchema, environmentJsonSchemaText } from "../../support/environment/json-schema";
import { loadEnvironmentFile } from "../../support/environment/load";
import { environmentsFolder, inputFor } from "./input-for";

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(environmentJsonSchema());

test("the published schema is the one of the code (else: node --require ts-node/register support/environment/write-schema.ts)", () => {
  const published = readFileSync(join(environmentsFolder, "environment.schema.json"), "utf8");
  assert.equal(published, environmentJsonSchemaText());
});

describe("the published schema and the loader agree:", () => {
  for (const file of ["rehearsal.yaml", "production.example.yaml"]) {
    test(`both accept ${file}`, () => {
      const path = join(environmentsFolder, file);
      const text = readFileSync(path, "utf8");
      assert.equal(validate(parse(text)), true, JSON.stringify(validate.errors));
      assert.equal(loadEnvironmentFile(path, inputFor(text)).file, path);
      assert.match(text, /^# yaml-language-server: \$schema=\.\/environment\.schema\.json\n/);
    });
  }

  const head = { name: "x", release: { id: "r", service: "s", canaryVersion: "2", legacyVersion: "1" } };
  const refused: Readonly<Record<string, object>> = {
    "an unknown field": { ...head, languge: "en" },
    "a secret where a variable's name belongs": {
      ...head,
      slack: { tokenFrom: "xoxb-123", channelId: "C1", channelName: "x" },
    },
    "a deadline beyond 30 s": { ...head, defaults: { deadlineSeconds: 31 } },
    "an unknown kind": { ...head, cache: { kind: "memcached" } },
    "no release": { name: "x" },
  };
  for (const [sentence, data] of Object.entries(refused)) {
    test(`the schema refuses ${sentence}`, () => assert.equal(validate(data), false));
  }
  test("it accepts the least that an environment is", () => assert.equal(validate(head), true));
});

test("every field of the published schema is described", () => {
  assert.deepEqual(undescribed(environmentJsonSchema(), "environment"), []);
});

/** Places of the schema that no description explains; one of several kinds is explained by its `kind`. */
function undescribed(schema: unknown, place: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const properties: unknown = Reflect.get(schema, "properties");
  const below =
    typeof properties === "object" && properties !== null
      ? Object.entries(properties).flatMap(([name, field]) => [
          ...(hasDescription(field) ? [] : [`${place}.${name}`]),
          ...undescribed(field, `${place}.${name}`),
        ])
      : [];
  const options: unknown = Reflect.get(schema, "oneOf");
  const kinds = Array.isArray(options) ? options.flatMap((option) => undescribed(option, place)) : [];
  return [...below, ...kinds, ...undescribed(Reflect.get(schema, "items"), `${place}[]`)];
}

function hasDescription(field: unknown): boolean {
  return typeof field === "object" && field !== null && typeof Reflect.get(field, "description") === "string";
}
