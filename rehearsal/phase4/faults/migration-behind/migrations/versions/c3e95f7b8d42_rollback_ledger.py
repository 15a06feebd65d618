"""The ledger of rollbacks: a revision that fails, so that the database stays at the one before."""

revision = "c3e95f7b8d42"
down_revision = "b2d84e5a6c31"
branch_labels = None
depends_on = None


def upgrade() -> None:
    raise RuntimeError("rollback_ledger cannot be applied: 3 rows of feedback have no release")


def downgrade() -> None:
    """There is nothing to undo."""
