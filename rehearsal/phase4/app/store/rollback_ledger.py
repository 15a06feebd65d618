"""The ledger of rollbacks: what was asked under which key, and how it ended."""

import json
from datetime import datetime
from typing import Optional

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app import timestamps
from app.idempotency import KeyInProgress, Record, replay
from app.store.database import Database
from app.store.tables import rollbacks as table


class RollbackLedger:
    """Entries are numbered; an entry without an outcome is a rollback that is still running or has died."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, key: Optional[str], fingerprint: str, now: datetime) -> "int | dict":
        """The number of a new entry, or the outcome to repeat for a key that has finished.

        Raises KeyReused, KeyInProgress (also for the loser of two equal requests at once)."""
        values = {"fingerprint": fingerprint, "began_at": timestamps.rfc3339(now), "outcome": None}
        try:
            with self._database.transaction() as connection:
                if key is not None:
                    row = connection.execute(select(table).where(table.c.idempotency_key == key)).first()
                    outcome = replay(_record(row), fingerprint, now)
                    if outcome is not None:
                        return outcome
                    if row is not None:
                        connection.execute(delete(table).where(table.c.id == row.id, table.c.outcome.is_(None)))
                return connection.execute(table.insert().values(idempotency_key=key, **values)).inserted_primary_key[0]
        except IntegrityError as problem:
            raise KeyInProgress from problem

    def finish(self, number: int, outcome: dict) -> None:
        """Writes how an entry ended; from now on its key repeats this outcome."""
        with self._database.transaction() as connection:
            connection.execute(update(table).where(table.c.id == number).values(outcome=json.dumps(outcome)))

    def abandon(self, number: int) -> None:
        """Takes back an entry whose rollback failed, so that its key may be tried again."""
        with self._database.transaction() as connection:
            connection.execute(delete(table).where(table.c.id == number))

    def last(self) -> Optional[dict]:
        """The outcome of the newest finished rollback, if there is one."""
        query = select(table.c.outcome).where(table.c.outcome.is_not(None)).order_by(table.c.id.desc()).limit(1)
        with self._database.transaction() as connection:
            text = connection.execute(query).scalar()
        return None if text is None else json.loads(text)


def _record(row) -> Optional[Record]:
    if row is None:
        return None
    outcome = None if row.outcome is None else json.loads(row.outcome)
    return Record(row.fingerprint, timestamps.parse_rfc3339(row.began_at), outcome)
