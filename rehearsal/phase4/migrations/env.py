"""How alembic reaches the database: PHASE4_DATABASE_URL, or alembic.ini's own address."""

import os
import sys
from logging.config import fileConfig
from pathlib import Path

from alembic import context
from sqlalchemy import create_engine, pool

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.store.tables import metadata  # noqa: E402

if context.config.config_file_name is not None:
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)


def database_url() -> str:
    """The address to migrate."""
    return os.environ.get("PHASE4_DATABASE_URL", "").strip() or context.config.get_main_option("sqlalchemy.url")


def run_offline() -> None:
    """Prints the SQL (`--sql`) without a connection."""
    context.configure(url=database_url(), target_metadata=metadata, literal_binds=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Migrates, each revision in a transaction of its own: one that fails leaves the database at the one before."""
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=metadata, render_as_batch=True, transaction_per_migration=True
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
