"""Experiments, and feedback on releases."""

import sqlalchemy as sa
from alembic import op

revision = "b2d84e5a6c31"
down_revision = "a1f3c27d9e10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "experiments",
        sa.Column("key", sa.String(60), primary_key=True),
        sa.Column("hypothesis", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("treatment_percent", sa.Float, nullable=False),
        sa.Column("updated_at", sa.String(24), nullable=False),
        sa.CheckConstraint("treatment_percent >= 0 AND treatment_percent <= 100", name="ck_experiments_percent"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("version", sa.String(40), sa.ForeignKey("releases.version"), nullable=False),
        sa.Column("user_id", sa.String(100), nullable=False),
        sa.Column("sentiment", sa.String(10), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.UniqueConstraint("version", "user_id", name="uq_feedback_once_per_user"),
    )


def downgrade() -> None:
    op.drop_table("feedback")
    op.drop_table("experiments")
