"""Say of every release what its step asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; what was released before was a notebook."""
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=16), server_default="notebook", nullable=False)
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_column("kind")
