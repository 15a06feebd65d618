"""The connection to the database, and the one error that callers see when it cannot be used."""

from contextlib import contextmanager
from typing import Iterator

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

LOCK_TIMEOUT_SECONDS = 2.0


class StoreUnavailable(Exception):
    """The database cannot be reached, is locked, or lacks a table that a migration adds."""


class Database:
    """Transactions on one database. Connects at the first use: a service without its database still starts."""

    def __init__(self, url: str) -> None:
        is_sqlite = url.startswith("sqlite")
        arguments = {"timeout": LOCK_TIMEOUT_SECONDS} if is_sqlite else {}
        self._engine = create_engine(url, connect_args=arguments)
        if is_sqlite:
            event.listen(self._engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose work is committed at the end, or undone on an error.

        Raises StoreUnavailable; a broken constraint stays sqlalchemy's IntegrityError."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except DBAPIError as problem:
            raise StoreUnavailable(str(problem.orig)) from problem

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()
