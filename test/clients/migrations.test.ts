import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createMigrations, type MigrationsOptions } from "../../support/clients/migrations";
import { raisedErrorClass, revisionsIn } from "../../support/clients/migrations/tool-output";
import type { MigrationState } from "../../support/model/readings/migrations";
import { inFolder } from "./temporary-folder";
import { createTestContext } from "./test-context";

const ENV = `
import os
from alembic import context
from sqlalchemy import create_engine
with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`;

function revision(id: string, down: string | null, upgrade = "pass"): Record<string, string> {
  const text = `revision = "${id}"\ndown_revision = ${down === null ? "None" : `"${down}"`}\ndef upgrade():\n  ${upgrade}\ndef downgrade():\n  pass\n`;
  return { [`migrations/versions/${id}.py`]: text };
}

const LINEAR = {
  "alembic.ini": "[alembic]\nscript_location = migrations\n",
  "migrations/env.py": ENV,
  ...revision("aaa111", null),
  ...revision("bbb222", "aaa111"),
  ...revision("ccc333", "bbb222"),
};

async function bring(files: Record<string, string>, about: Partial<MigrationsOptions> = {}): Promise<MigrationState> {
  return inFolder(files, async (folder) => {
    const options: MigrationsOptions = {
      upgrade: ["/usr/bin/alembic", "upgrade", "head"],
      current: ["/usr/bin/alembic", "current"],
      heads: ["/usr/bin/alembic", "heads"],
      folder,
      environment: { DATABASE_URL: `sqlite:///${folder}/data.db`, PYTHONDONTWRITEBYTECODE: "1" },
      mayUpgrade: true,
      unreachableErrors: ["OperationalError"],
      timeoutMs: 20_000,
      ...about,
    };
    return createMigrations(options, createTestContext().context).bringToNewestRevision();
  });
}

describe("The database's migrations, by alembic itself", () => {
  test("after the upgrade the database is at the one head", async () => {
    const state = await bring(LINEAR);
    assert.equal(state.upgrade?.exitCode, 0);
    assert.deepEqual(state.current.revisions, ["ccc333"]);
    assert.deepEqual(state.heads.revisions, ["ccc333"]);
    assert.equal(state.isDatabaseUnreachable, false);
  });

  test("where the upgrade is not permitted, the state is only read", async () => {
    const state = await bring(LINEAR, { mayUpgrade: false });
    assert.equal(state.upgrade, null);
    assert.equal(state.current.end.exitCode, 0);
    assert.deepEqual(state.current.revisions, []);
    assert.deepEqual(state.heads.revisions, ["ccc333"]);
  });

  test("migration-behind: the upgrade stops half-way", async () => {
    const broken = 'raise RuntimeError("half-way")';
    const state = await bring({ ...LINEAR, ...revision("ccc333", "bbb222", broken) });
    assert.equal(state.upgrade?.exitCode, 1);
    assert.deepEqual(state.current.revisions, ["bbb222"]);
    assert.deepEqual(state.heads.revisions, ["ccc333"]);
    assert.equal(state.isDatabaseUnreachable, false);
  });

  test("an upgrade with a mistake in its SQL does not make the database unreachable", async () => {
    const broken = 'from alembic import op; op.execute("SELEKT 1")';
    const state = await bring({ ...LINEAR, ...revision("ccc333", "bbb222", broken) });
    assert.match(state.upgrade?.tail ?? "", /OperationalError/);
    assert.deepEqual(state.current.revisions, ["bbb222"]);
    assert.equal(state.isDatabaseUnreachable, false);
  });

  test("migration-second-head: both heads are read", async () => {
    const state = await bring({ ...LINEAR, ...revision("ddd444", "bbb222") });
    assert.notEqual(state.upgrade?.exitCode, 0);
    assert.deepEqual([...state.heads.revisions].sort(), ["ccc333", "ddd444"]);
    assert.deepEqual(state.current.revisions, []);
  });

  test("database-unreachable: by the class of the error that the tool ended with", async () => {
    const state = await bring(LINEAR, { environment: { DATABASE_URL: "sqlite:////no/such/folder/data.db" } });
    assert.equal(state.current.end.exitCode, 1);
    assert.equal(state.isDatabaseUnreachable, true);
    const unnamed = await bring(LINEAR, {
      environment: { DATABASE_URL: "sqlite:////no/such/folder/data.db" },
      unreachableErrors: ["InterfaceError"],
    });
    assert.equal(unnamed.isDatabaseUnreachable, false);
  });

  test("outside the checkout there are no revisions and the exit codes say so", async () => {
    const state = await bring({});
    assert.notEqual(state.heads.end.exitCode, 0);
    assert.deepEqual(state.heads.revisions, []);
    assert.deepEqual(state.current.revisions, []);
    assert.equal(state.isDatabaseUnreachable, false);
  });
});

describe("The output of a migration tool", () => {
  for (const [what, stdout, revisions] of [
    ["a head", "9a6dc631ffbb (head)\n", ["9a6dc631ffbb"]],
    ["a branch point and a label", "ad2349ce47e7 (shop) (branchpoint)\n0002_prices\n", ["ad2349ce47e7", "0002_prices"]],
    ["a failure is none", "FAILED: Multiple head revisions are present\n", []],
    ["the same twice", "aaa111\naaa111 (head)\n", ["aaa111"]],
    ["nothing", "", []],
  ] as const) {
    test(`revisions: ${what}`, () => assert.deepEqual(revisionsIn(stdout), revisions));
  }

  for (const [what, stderr, raised] of [
    [
      "the last of a chain",
      "Traceback (most recent call last):\n  File\nsqlite3.Error: a\n\nThe above\n\nTraceback (most recent call last):\n  File\nsqlalchemy.exc.OperationalError: (b)\n(Background on this error)\n",
      "sqlalchemy.exc.OperationalError",
    ],
    ["without a message", "Traceback (most recent call last):\n  File\nKeyboardInterrupt\n", "KeyboardInterrupt"],
    ["no traceback", "INFO OperationalError: no\n", null],
  ] as const) {
    test(`the error's class: ${what}`, () => assert.equal(raisedErrorClass(stderr), raised));
  }
});
