"""Fills tables of the service's database with given rows: fill_database.py <file.json>, where the service can be imported.

The file holds {table: [row, …]}, a table after those that it refers to. What the tables held before is replaced."""

import json
import os
import sys
from pathlib import Path

from app.store.database import Database
from app.store.tables import metadata


def fill(database: Database, content: dict) -> None:
    """Replaces the rows of the named tables, all of them or none."""
    tables = [(metadata.tables[name], rows) for name, rows in content.items()]
    with database.transaction() as connection:
        for table, _ in reversed(tables):
            connection.execute(table.delete())
        for table, rows in tables:
            if rows:
                connection.execute(table.insert(), rows)


if __name__ == "__main__":
    fill(Database(os.environ["PHASE4_DATABASE_URL"]), json.loads(Path(sys.argv[1]).read_text("utf8")))
