import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pathOfNextPage } from "../../../support/clients/transport/next-page";

describe("the path of a next page below the base URL", () => {
  const PATHS: Readonly<Record<string, readonly [string, string, string | null]>> = {
    "a whole address": ["https://a.example/api", "https://a.example/api/v1?p=2", "/v1?p=2"],
    "a path from the host's root": ["https://a.example/api", "/api/v1?p=2", "/v1?p=2"],
    "a query alone": ["https://a.example/api", "?p=2", "/v1/list?p=2"],
    "another host": ["https://a.example/api", "https://b.example/api/v1", null],
    "another scheme": ["https://a.example/api", "http://a.example/api/v1", null],
    "another port": ["https://a.example/api", "https://a.example:8443/api/v1", null],
    "outside the base URL's path": ["https://a.example/api", "/admin", null],
    "out of it by dots": ["https://a.example/api", "/api/../admin", null],
    "a path that only begins alike": ["https://a.example/api", "/api-admin/v1", null],
    "another host without a scheme": ["https://a.example", "//b.example/v1", null],
    "no address": ["https://a.example", "https://", null],
  };
  for (const [sentence, [base, target, path]] of Object.entries(PATHS))
    test(sentence, () => assert.equal(pathOfNextPage(base, target, "/v1/list?p=1"), path));
});
