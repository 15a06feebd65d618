"""The catalogue in the database."""

from sqlalchemy import select

from app.recommendations import Item
from app.store.database import Database
from app.store.tables import items as table


class ItemStore:
    """Reads the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Item]:
        """Every item, by id. Tags are kept as words between commas."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(table).order_by(table.c.id)).all()
        return [Item(row.id, row.title, frozenset(filter(None, row.tags.split(","))), row.popularity) for row in rows]
