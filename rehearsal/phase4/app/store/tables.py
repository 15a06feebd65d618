"""The tables, as migrations/ leaves them. Moments are RFC 3339 texts in UTC (app.timestamps)."""

from sqlalchemy import CheckConstraint, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy import UniqueConstraint

metadata = MetaData()

releases = Table(
    "releases",
    metadata,
    Column("version", String(40), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("notes", Text, nullable=False),
    Column("updated_at", String(24), nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("tags", String(400), nullable=False),
    Column("popularity", Integer, nullable=False),
)

experiments = Table(
    "experiments",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("hypothesis", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("treatment_percent", Float, nullable=False),
    Column("updated_at", String(24), nullable=False),
    CheckConstraint("treatment_percent >= 0 AND treatment_percent <= 100", name="ck_experiments_percent"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("version", String(40), ForeignKey("releases.version"), nullable=False),
    Column("user_id", String(100), nullable=False),
    Column("sentiment", String(10), nullable=False),
    Column("comment", Text, nullable=False),
    Column("created_at", String(24), nullable=False),
    UniqueConstraint("version", "user_id", name="uq_feedback_once_per_user"),
)

rollbacks = Table(
    "rollbacks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("idempotency_key", String(200), nullable=True, unique=True),
    Column("fingerprint", String(64), nullable=False),
    Column("began_at", String(24), nullable=False),
    Column("outcome", Text, nullable=True),
)

Index("ix_feedback_version_created_at", feedback.c.version, feedback.c.created_at)
