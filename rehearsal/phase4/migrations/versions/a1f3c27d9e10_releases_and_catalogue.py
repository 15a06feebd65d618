"""Releases and the catalogue, with its first items."""

import sqlalchemy as sa
from alembic import op

revision = "a1f3c27d9e10"
down_revision = None
branch_labels = None
depends_on = None

ITEMS = [
    (1, "Trail running shoes", "running,shoes,outdoor", 90),
    (2, "Road running shoes", "running,shoes", 80),
    (3, "Hiking boots", "hiking,shoes,outdoor", 70),
    (4, "Rain jacket", "outdoor,jacket", 60),
    (5, "Running socks", "running,socks", 50),
    (6, "Head torch", "outdoor,light", 40),
    (7, "Desk lamp", "home,light", 30),
    (8, "Gift card", "", 20),
]


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("version", sa.String(40), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("updated_at", sa.String(24), nullable=False),
    )
    items = op.create_table(
        "items",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("tags", sa.String(400), nullable=False),
        sa.Column("popularity", sa.Integer, nullable=False),
    )
    op.bulk_insert(items, [dict(zip(("id", "title", "tags", "popularity"), item)) for item in ITEMS])


def downgrade() -> None:
    op.drop_table("items")
    op.drop_table("releases")
