"""The ledger of rollbacks, and an index for feedback in a window."""

import sqlalchemy as sa
from alembic import op

revision = "c3e95f7b8d42"
down_revision = "b2d84e5a6c31"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rollbacks",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("idempotency_key", sa.String(200), nullable=True, unique=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("began_at", sa.String(24), nullable=False),
        sa.Column("outcome", sa.Text, nullable=True),
    )
    op.create_index("ix_feedback_version_created_at", "feedback", ["version", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_feedback_version_created_at", "feedback")
    op.drop_table("rollbacks")
