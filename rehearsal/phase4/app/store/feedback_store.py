"""Feedback in the database."""

from datetime import datetime
from typing import Optional

from sqlalchemy import select
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError

from app import timestamps
from app.store.database import Database
from app.store.tables import feedback as table
from app.store.tables import releases


class ReleaseUnknown(Exception):
    """Feedback names a version that is not registered."""


class AlreadyGiven(Exception):
    """This user has given feedback on this version before."""


class FeedbackStore:
    """Reads and writes feedback."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, version: str, user_id: str, sentiment: str, comment: str) -> Row:
        """One user's answer on one version. Raises ReleaseUnknown, AlreadyGiven."""
        values = {
            "version": version,
            "user_id": user_id,
            "sentiment": sentiment,
            "comment": comment,
            "created_at": timestamps.rfc3339(timestamps.now()),
        }
        try:
            with self._database.transaction() as connection:
                if connection.execute(select(releases.c.version).where(releases.c.version == version)).first() is None:
                    raise ReleaseUnknown(version)
                number = connection.execute(table.insert().values(**values)).inserted_primary_key[0]
                return connection.execute(select(table).where(table.c.id == number)).one()
        except IntegrityError as problem:
            raise AlreadyGiven(user_id) from problem

    def sentiments(self, version: str, since: Optional[datetime] = None, until: Optional[datetime] = None) -> list[str]:
        """What was answered on a version from `since` up to, and without, `until`, in the order it came."""
        query = select(table.c.sentiment).where(table.c.version == version).order_by(table.c.id)
        if since is not None:
            query = query.where(table.c.created_at >= timestamps.rfc3339(since))
        if until is not None:
            query = query.where(table.c.created_at < timestamps.rfc3339(until))
        with self._database.transaction() as connection:
            return list(connection.execute(query).scalars())
