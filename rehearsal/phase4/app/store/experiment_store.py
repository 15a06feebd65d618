"""Experiments in the database."""

from typing import Optional

from sqlalchemy import select, update
from sqlalchemy.engine import Row

from app import timestamps
from app.store.database import Database
from app.store.tables import experiments as table


class ExperimentFinished(Exception):
    """A finished experiment is not changed any more."""


class ExperimentStore:
    """Reads and writes experiments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, key: str) -> Optional[Row]:
        """The experiment of that key, if there is one."""
        with self._database.transaction() as connection:
            return connection.execute(select(table).where(table.c.key == key)).first()

    def put(self, key: str, hypothesis: str, state: str, treatment_percent: float) -> tuple[Row, bool]:
        """Writes an experiment; gives it and whether it is new. Raises ExperimentFinished."""
        values = {
            "hypothesis": hypothesis,
            "state": state,
            "treatment_percent": treatment_percent,
            "updated_at": timestamps.rfc3339(timestamps.now()),
        }
        with self._database.transaction() as connection:
            before = connection.execute(select(table).where(table.c.key == key)).first()
            if before is None:
                connection.execute(table.insert().values(key=key, **values))
            elif before.state == "finished":
                raise ExperimentFinished(key)
            else:
                connection.execute(update(table).where(table.c.key == key).values(**values))
            return connection.execute(select(table).where(table.c.key == key)).one(), before is None
