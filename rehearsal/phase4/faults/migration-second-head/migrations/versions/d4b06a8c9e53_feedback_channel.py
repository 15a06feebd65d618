"""Where feedback came from: made on another branch, so that the history has two heads."""

import sqlalchemy as sa
from alembic import op

revision = "d4b06a8c9e53"
down_revision = "b2d84e5a6c31"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feedback", sa.Column("channel", sa.String(20), nullable=True))


def downgrade() -> None:
    op.drop_column("feedback", "channel")
