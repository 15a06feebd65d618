"""Releases in the database."""

from typing import Optional

from sqlalchemy import select, update
from sqlalchemy.engine import Row

from app import releases, timestamps
from app.store.database import Database
from app.store.tables import releases as table


class AnotherCanary(Exception):
    """Another release is the canary already; its version is the message."""


class ReleaseStore:
    """Reads and writes releases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, state: Optional[str] = None) -> list[Row]:
        """The releases (of one state), the one changed last first."""
        query = select(table).order_by(table.c.updated_at.desc(), table.c.version)
        if state is not None:
            query = query.where(table.c.state == state)
        with self._database.transaction() as connection:
            return connection.execute(query).all()

    def find(self, version: str) -> Optional[Row]:
        """The release of that version, if there is one."""
        with self._database.transaction() as connection:
            return connection.execute(select(table).where(table.c.version == version)).first()

    def put(self, version: str, state: str, notes: str) -> tuple[Row, bool]:
        """Registers or changes a release; gives it and whether it is new.

        Raises TransitionRefused, and AnotherCanary where a second canary would come to be."""
        with self._database.transaction() as connection:
            before = connection.execute(select(table).where(table.c.version == version)).first()
            releases.check_transition(before.state if before else None, state)
            if state == releases.CANARY:
                other = select(table.c.version).where(table.c.state == releases.CANARY, table.c.version != version)
                holder = connection.execute(other).scalar()
                if holder is not None:
                    raise AnotherCanary(holder)
            values = {"state": state, "notes": notes, "updated_at": timestamps.rfc3339(timestamps.now())}
            if before is None:
                connection.execute(table.insert().values(version=version, **values))
            else:
                connection.execute(update(table).where(table.c.version == version).values(**values))
            return connection.execute(select(table).where(table.c.version == version)).one(), before is None

    def mark_canary_rolled_back(self) -> None:
        """The release that is the canary, if any, becomes rolled-back."""
        values = {"state": releases.ROLLED_BACK, "updated_at": timestamps.rfc3339(timestamps.now())}
        with self._database.transaction() as connection:
            connection.execute(update(table).where(table.c.state == releases.CANARY).values(**values))
